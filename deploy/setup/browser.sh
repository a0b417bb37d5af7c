#!/usr/bin/env bash
# The console's tests drive Debian's Chromium.
set -euo pipefail
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  printf '\033[2m· installing Chromium from Debian\033[0m\n'
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
  echo "The console's tests need Chromium on PATH (Debian: apt install chromium)." >&2
  exit 1
fi
