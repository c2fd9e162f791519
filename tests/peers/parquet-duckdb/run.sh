#!/usr/bin/env bash
# Keeps half of the rows of a Parquet file, and profiles it, with curate and with DuckDB, in turn; see tests/peers/README.md for the variables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)

if [ -z "${FOLDER:-}" ]; then
  FOLDER=$(mktemp -d)
  trap 'rm -rf "$FOLDER"' EXIT
fi
mkdir -p "$FOLDER"
FOLDER=$(cd "$FOLDER" && pwd)
csv=${INPUT:-$FOLDER/input.csv}
file=$FOLDER/input.parquet

if [ ! -f "$csv" ]; then
  echo "generating ${ROWS:-5000000} rows"
  dotnet run -c Release --project "$root/tests/Curate.Benchmarks" -- generate "${ROWS:-5000000}" "$csv.part"
  mv "$csv.part" "$csv"
fi

cp "$here/duckdb.mjs" "$FOLDER/"
cd "$FOLDER"
[ -d node_modules ] || npm install --no-save --no-audit --no-fund --loglevel=error @duckdb/node-api@1.5.6-r.1
if [ -z "${CURATE:-}" ]; then
  dotnet publish "$root/src/Curate.Cli" -c Release -r linux-x64 -o "$FOLDER/publish"
  CURATE=$FOLDER/publish/curate
fi

[ -f "$file" ] || node duckdb.mjs "COPY (FROM read_csv('$csv')) TO '$file' (FORMAT parquet, COMPRESSION snappy)"
where="quantity > 4000"
TIMEFORMAT='{"seconds":%R,"user":%U,"system":%S}'
for run in 1 2 3; do
  echo "run $run"
  echo -n "  curate select --fraction 0.5   "
  time $CURATE select "$file" --fraction 0.5 -o half.parquet --force -q --no-provenance --workers "${THREADS:-2}"
  echo -n "  DuckDB COPY of a random half   "
  node duckdb.mjs "COPY (FROM '$file' WHERE hash(id) % 2 = 0) TO 'duck.parquet' (FORMAT parquet, COMPRESSION snappy)"
  echo -n "  curate convert --where         "
  time $CURATE convert "$file" --where "$where" -o where.parquet --force -q --no-provenance --workers "${THREADS:-2}"
  echo -n "  DuckDB COPY ... WHERE          "
  node duckdb.mjs "COPY (FROM '$file' WHERE $where) TO 'duckwhere.parquet' (FORMAT parquet, COMPRESSION snappy)"
  echo -n "  curate profile                 "
  time $CURATE profile "$file" --format json -o profile.json --force -q --workers "${THREADS:-2}"
  echo -n "  DuckDB SUMMARIZE               "
  node duckdb.mjs "SUMMARIZE FROM '$file'"
done
