#!/usr/bin/env bash
# The published binary in a Debian that holds nothing but itself: a fresh root by debootstrap, without .NET, ICU or OpenSSL's development files. Needs root.
# usage: bare-root.sh CURATE [FOLDER]
set -euo pipefail
curate=$(realpath "$1")
examples=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../examples" && pwd)
folder=${2:-$(mktemp -d)}
[ -n "${2:-}" ] || trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"

command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap; }
[ -x "$folder/root/bin/sh" ] || debootstrap --variant=minbase bookworm "$folder/root" >"$folder/debootstrap.log" || { tail "$folder/debootstrap.log"; exit 1; }

# The runtime reads how much memory there is from /proc, as in any container.
mount -t proc proc "$folder/root/proc"
kept=${2:-}
trap 'umount "$folder/root/proc"; [ -n "$kept" ] || rm -rf "$folder"' EXIT

mkdir -p "$folder/root/data"
cp "$curate" "$folder/root/usr/local/bin/curate"
cp "$examples/penguins/penguins.csv" "$folder/root/data/"
run() { chroot "$folder/root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/ sh -c "cd /data && $1"; }

run 'ls /usr/share/dotnet /usr/lib/dotnet 2>/dev/null' && { echo "there is a .NET in this root"; exit 1; }
run 'curate --version'
run 'curate profile penguins.csv --label species -o report.html --force -q && test -s report.html'
run 'curate convert penguins.csv -o penguins.parquet --force -q && curate convert penguins.parquet -o again.csv --force -q && cmp penguins.csv again.csv'
run 'cat penguins.csv penguins.csv | tail -n +1 | awk "NR == 1 || !/^species/" >twice.csv && curate dedupe twice.csv -o once.csv --force -q && cmp penguins.csv once.csv'
run 'curate resample penguins.csv --label species --method smote-nc --features "*_mm,body_mass_g,sex" --categorical sex --missing drop -o balanced.csv --force -q && test -s balanced.csv'
echo "the binary runs in a bare Debian root"
