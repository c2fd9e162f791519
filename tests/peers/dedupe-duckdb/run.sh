#!/usr/bin/env bash
# Compares exact dedupe with DuckDB; see tests/peers/README.md for the variables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$here/../duckdb.sh" "$here"
