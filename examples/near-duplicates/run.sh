#!/usr/bin/env bash
# Removes notes that say nearly the same, and marks them in a copy of the table. run.sh [OUT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
curate=${CURATE:-curate}
out=${1:-$here/out}
mkdir -p "$out"

"$curate" dedupe "$here/notes.jsonl" --method near --text text --keep prefer:source=wire,web \
  --removed "$out/removed.jsonl" -o "$out/unique.jsonl" --force --no-provenance
"$curate" dedupe "$here/notes.jsonl" --method near --text text --mark \
  -o "$out/marked.jsonl" --force --no-provenance
