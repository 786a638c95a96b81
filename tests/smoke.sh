#!/bin/sh
# A small run on each supported Python: build the environment, check the packs, run their cases, evaluate one case with both engines.
# Usage: smoke.sh [python ...]; without names, every Python 3.11-3.13 found on the PATH or under pyenv.
set -eu
cd "$(dirname "$0")/.."
pythons=${*:-}
if [ -z "$pythons" ]; then
    for version in 3.11 3.12 3.13; do
        for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python; do
            if "$candidate" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" >/dev/null 2>&1; then
                pythons="$pythons $candidate"
                break
            fi
        done
    done
fi
[ -n "$pythons" ] || { echo "no supported Python found"; exit 1; }
for python in $pythons; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "== Python $version"
    make --no-print-directory VENV=".venv-$version" PYTHON="$python" ".venv-$version/.base"
    ".venv-$version/bin/shangfa" packs check --quiet
    ".venv-$version/bin/shangfa" packs test
    ".venv-$version/bin/shangfa" evaluate tests/smoke_case.json | grep -q '"agreed": true'
    echo "Python $version: packs sound, cases pass, engines agree"
done
