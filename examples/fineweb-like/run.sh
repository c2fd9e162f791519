#!/usr/bin/env bash
# Web pages to training texts as FineWeb makes them, by one recipe. run.sh [OUT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
curate=${CURATE:-curate}
out=${1:-$here/out}
mkdir -p "$out"

"$curate" run "$here/recipe.yaml" --set out="$(cd "$out" && pwd)" --no-checkpoints --force --no-provenance
