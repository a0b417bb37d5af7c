#!/usr/bin/env bash
# The tests of signing in through an identity provider use Canaille, in an environment of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
wanted=canaille==0.3.6
[ -f .tools/oidc/version.txt ] && [ "$(cat .tools/oidc/version.txt)" = "$wanted" ] && exit 0
printf '\033[2m· installing the identity provider Canaille from PyPI\033[0m\n'
rm -rf .tools/oidc
.venv/bin/python -m venv .tools/oidc
.tools/oidc/bin/python -m pip install -qq --disable-pip-version-check -c constraints.txt \
  "canaille[front,oidc,server]==${wanted#*==}"
echo "$wanted" >.tools/oidc/version.txt
