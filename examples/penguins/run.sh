#!/usr/bin/env bash
# Removes repeats, splits, and balances the training rows. run.sh [OUT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
curate=${CURATE:-curate}
out=${1:-$here/out}
mkdir -p "$out"

"$curate" dedupe "$here/penguins.csv" -o "$out/unique.csv" --force --no-provenance
"$curate" split "$out/unique.csv" --method stratified --label species --fractions 0.8,0.1,0.1 -o "$out/split.csv" --force --no-provenance
"$curate" resample "$out/split.csv" --where "split = 'train'" --label species --method random-over --to auto \
  -o "$out/train.csv" --force --no-provenance
