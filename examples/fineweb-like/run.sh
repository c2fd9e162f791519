#!/usr/bin/env bash
# Web pages to training texts as FineWeb makes them: rules of quality, near-duplicates, repeated lines. run.sh [OUT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
curate=${CURATE:-curate}
out=${1:-$here/out}
mkdir -p "$out"

"$curate" select "$here/pages.jsonl" --method rules --text text --preset fineweb \
  --removed "$out/1-bad.jsonl" -o "$out/1-good.jsonl" --force --no-provenance
"$curate" dedupe "$out/1-good.jsonl" --method near --text text --keep longest \
  --removed "$out/2-copies.jsonl" -o "$out/2-unique.jsonl" --force --no-provenance
"$curate" dedupe "$out/2-unique.jsonl" --method line --text text --min-match 20 --min-words 50 \
  -o "$out/3-texts.jsonl" --force --no-provenance
