#!/bin/sh
# Makes .venv in the repository with what tests/grpc_python/check.py needs. Does nothing when it is there.
set -eu
cd "$(dirname "$0")/../.."
wanted=tests/grpc_python/requirements.txt
made=.venv/made-from
if cmp -s "$wanted" "$made"; then
    exit 0
fi
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$made"
