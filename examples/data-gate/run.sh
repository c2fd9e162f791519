#!/usr/bin/env bash
# Checks a table against rules and writes what CI systems read, with the rows that fail. run.sh [OUT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
curate=${CURATE:-curate}
out=${1:-$here/out}
mkdir -p "$out"
out=$(cd "$out" && pwd)

# Paths in reports are as they are given, so the check runs beside the data.
cd "$here/../penguins"
"$curate" check penguins.csv --infer -o "$out/inferred.yaml" --force
"$curate" check penguins.csv --rules "$out/inferred.yaml" -q > /dev/null
"$curate" check penguins.csv --rules "$here/rules.yaml" --format github -o "$out/annotations.txt" \
  --report junit="$out/checks.xml" --report sarif="$out/checks.sarif" --report gitlab="$out/code-quality.json" --report "$out/checks.md" \
  --failures "$out/failing.csv" --exit-zero --force
