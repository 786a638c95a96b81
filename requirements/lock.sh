#!/bin/sh
# Resolve every group for Python 3.11-3.13 on x86_64 and aarch64, and the fonts, pinned by hash, without download addresses.
set -eu
bin=$1
cd "$(dirname "$0")/.."
compile() {
    "$bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-annotate --custom-compile-command 'make lock' "$@"
}
compile requirements/build.in -o requirements/build.txt
compile requirements/node.in -o requirements/node.txt
compile pyproject.toml -o requirements/base.txt
compile pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
compile pyproject.toml --group dev --group postgres-test -c requirements/dev.txt -o requirements/postgres.txt
compile pyproject.toml --group dev --group browser -c requirements/dev.txt -o requirements/browser.txt
compile pyproject.toml --group bench -c requirements/dev.txt -o requirements/bench.txt
compile pyproject.toml --extra postgres -c requirements/base.txt -o requirements/production.txt
(cd requirements/npm && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error)
