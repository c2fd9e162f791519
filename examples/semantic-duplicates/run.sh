#!/usr/bin/env bash
# Removes reviews whose embeddings point the same way, and marks them in a copy of the table. run.sh [OUT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
curate=${CURATE:-curate}
out=${1:-$here/out}
mkdir -p "$out"

"$curate" dedupe "$here/reviews.jsonl" --method semantic --embedding vector --keep max:stars \
  --removed "$out/removed.jsonl" -o "$out/unique.jsonl" --force --no-provenance
"$curate" dedupe "$here/reviews.jsonl" --method semantic --embedding vector --mark \
  -o "$out/marked.jsonl" --force --no-provenance
