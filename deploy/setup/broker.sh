#!/usr/bin/env bash
# Make sure that a Mosquitto broker can be started: from PATH, from Debian, or unpacked in .tools/.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/.tools/usr/sbin:$PATH:/usr/sbin"

command -v mosquitto >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "Flotilla needs the Mosquitto MQTT broker (2.0 or newer) on PATH:" >&2
  echo "  Fedora: dnf install mosquitto    macOS: brew install mosquitto    Alpine: apk add mosquitto" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  printf '\033[2m· installing Mosquitto from Debian\033[0m\n'
  apt-get update -qq
  # Only the program is wanted: a policy file keeps Debian from starting its own broker.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mosquitto >/dev/null
else
  printf '\033[2m· unpacking Mosquitto into .tools/\033[0m\n'
  mkdir -p .tools/deb && cd .tools/deb
  apt-get download -qq mosquitto $(apt-cache depends --recurse --no-recommends --no-suggests \
    --no-conflicts --no-breaks --no-replaces --no-enhances mosquitto 2>/dev/null |
    grep -E '^(libcjson|libdlt|libmosquitto|libwrap|libnsl|libtirpc[0-9])' || true)
  for deb in *.deb; do dpkg-deb -x "$deb" ..; done
fi
