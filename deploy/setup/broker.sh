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
  # What a rehearsed installation would bring along is what this machine lacks.
  needed=$(apt-get -s -qq install --no-install-recommends mosquitto | awk '$1 == "Inst" { print $2 }')
  if [ -z "$needed" ]; then
    echo "apt knows of no mosquitto here: 'apt-get update' as root, or install mosquitto." >&2
    exit 1
  fi
  apt-get download -qq $needed
  for deb in *.deb; do dpkg-deb -x "$deb" ..; done
fi
