#!/usr/bin/env bash
# Takes a stratified sample, folds, and a shuffled copy. run.sh [OUT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
curate=${CURATE:-curate}
out=${1:-$here/out}
mkdir -p "$out"

"$curate" select "$here/wine.csv" --method stratified --by class --rows 60 -o "$out/sample.csv" --force --no-provenance
"$curate" split "$here/wine.csv" --method stratified --label class --folds 5 -o "$out/folds.csv" --force --no-provenance
"$curate" shuffle "$here/wine.csv" --seed 7 -o "$out/shuffled.jsonl" --force --no-provenance
