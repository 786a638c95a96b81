#!/bin/sh
# Fetch the Chinese fonts of letters by npm, as requirements/npm/package-lock.json pins them, and keep only the faces in use.
# Usage: fonts.sh BIN_OF_AN_ENVIRONMENT FOLDER. Where the machine has no npm 7 or later, npm comes from PyPI (node.txt).
set -eu
bin=$(cd "$1" && pwd)
mkdir -p "$2"
folder=$(cd "$2" && pwd)
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

major=$(npm --version 2>/dev/null | cut -d. -f1) || major=0
if [ "${major:-0}" -lt 7 ]; then
    "$bin/python" -m pip --disable-pip-version-check install --quiet --require-hashes -r node.txt
    PATH="$bin:$PATH"
fi
cp npm/package.json npm/package-lock.json npm/.npmrc "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --no-update-notifier >/dev/null)

fonts="$work/node_modules/@expo-google-fonts"
cp "$fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf" "$folder"
cp "$fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf" "$folder"
cp "$fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf" "$folder"
cp "$fonts/noto-serif-sc/LICENSE_FONT" "$folder/LICENSE_FONT"
touch "$folder/.complete"
