#!/usr/bin/env bash
# The transfer's tests fetch from a real nginx and from a real OCI registry, both from Debian.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/.tools/usr/sbin:$PWD/.tools/usr/bin:$PATH:/usr/sbin"

wanted=()
command -v nginx >/dev/null || wanted+=(nginx)
command -v docker-registry >/dev/null || wanted+=(docker-registry)
command -v curl >/dev/null || wanted+=(curl)
[ ${#wanted[@]} = 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "The transfer's tests need these programs on PATH: ${wanted[*]}" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  printf '\033[2m· installing %s from Debian\033[0m\n' "${wanted[*]}"
  apt-get update -qq
  # Only the programs are wanted: a policy file keeps Debian from starting services.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${wanted[@]}" >/dev/null
else
  printf '\033[2m· unpacking %s into .tools/\033[0m\n' "${wanted[*]}"
  mkdir -p .tools/deb && cd .tools/deb
  apt-get download -qq "${wanted[@]}"
  for deb in *.deb; do dpkg-deb -x "$deb" ..; done
fi
