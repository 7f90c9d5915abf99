#!/bin/sh
# Rewrites the hashed lock files from the .in files; needs `uv` on the path.
set -eu
cd "$(dirname "$0")"
for name in run test; do
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
    --upgrade -o "$name.txt" "$name.in"
done
