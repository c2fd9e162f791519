#!/usr/bin/env bash
# How well targeted selection finds a section of Debian from 200 of its descriptions.
# usage: [CURATE=path/to/curate] [SECTION=science] run.sh
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
curate=${CURATE:-curate}
section=${SECTION:-science}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$here/corpus.sh" "$folder/all.jsonl"
"$curate" select "$folder/all.jsonl" --where "section = '$section'" --rows 200 --seed 1 -q -o "$folder/target.jsonl"
"$curate" dedupe "$folder/all.jsonl" --key package --across "$folder/target.jsonl" --only-across -q -o "$folder/pool.jsonl"
for method in importance-resampling "importance-resampling --average --beta inf" target-rank "target-rank --aggregate max" nearest-to-target "nearest-to-target --aggregate mean"; do
    start=$(date +%s.%N)
    # shellcheck disable=SC2086
    "$curate" select "$folder/pool.jsonl" --method $method --text text --target "$folder/target.jsonl" --rows 1000 --source section --force -q -o "$folder/picked.jsonl"
    python3 - "$folder" "$method" "$section" "$(echo "$(date +%s.%N) - $start" | bc)" <<'PYTHON'
import json
import sys

folder, method, section, seconds = sys.argv[1:]
rows = [json.loads(line) for line in open(folder + "/picked.jsonl")]
share = sum(r["section"] == section for r in rows) / len(rows)
print(f"{method:48} {section} {share:.3f}, {float(seconds):.1f} s")
PYTHON
done
