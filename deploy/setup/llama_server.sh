#!/usr/bin/env bash
# Get what the engine is measured against: llama-server into .tools/llama-server/, and what
# `python -m llama_cpp.server` needs beside our environment into .tools/llama-cpp-server/.
#
# llama-server is compiled from the llama.cpp inside llama-cpp-python's source distribution with the
# options of pip's own build of it (native, OpenMP, llamafile), so that both have the same kernels;
# and with `tile_config.h`, because with GCC 12 it crashes here with its defaults.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=.tools/llama-server
python=.venv/bin/python
wanted=$(grep -iE '^llama[-_]cpp[-_]python==' constraints.txt)
made="$wanted, tile_config.h"
jobs=${JOBS:-$(nproc)}

served=.tools/llama-cpp-server
if [ ! -f $served/done ]; then
  rm -rf $served
  "$python" -m pip install -q --disable-pip-version-check --no-deps --target $served \
    sse-starlette==3.7.0 starlette-context==0.3.6
  touch $served/done
fi

[ -f $target/version.txt ] && [ "$(cat $target/version.txt)" = "$made" ] && exit 0

say() { printf '\033[2m· %s\033[0m\n' "$*"; }

cmake=$(command -v cmake || true)
if [ -z "$cmake" ]; then
  "$python" -m pip install -q --disable-pip-version-check --target .tools/cmake cmake
  cmake=.tools/cmake/bin/cmake
  export PYTHONPATH="$PWD/.tools/cmake"
fi

mkdir -p $target
source=$target/source
if [ "$(cat $source/version.txt 2>/dev/null)" != "$wanted" ]; then
  say "fetching the source of $wanted"
  rm -rf $source $target/build
  mkdir -p $source
  "$python" -m pip download -q --disable-pip-version-check --no-deps \
    --no-binary llama-cpp-python -d $target "$wanted"
  tar -xzf $target/llama_cpp_python-*.tar.gz -C $source --strip-components=1
  rm $target/llama_cpp_python-*.tar.gz
  echo "$wanted" >$source/version.txt
fi

say "compiling llama-server (about 8 minutes on 2 cores; what it says is in $target/build.log)"
"$cmake" -S $source/vendor/llama.cpp -B $target/build -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_FLAGS="-include $PWD/deploy/setup/tile_config.h" \
  -DBUILD_SHARED_LIBS=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF \
  -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF \
  -DLLAMA_BUILD_TOOLS=ON -DLLAMA_BUILD_SERVER=ON >$target/build.log 2>&1
nice -n 10 "$cmake" --build $target/build --target llama-server -j "$jobs" >>$target/build.log 2>&1
mv -f $target/build/bin/llama-server $target/llama-server
rm -rf $source $target/build
echo "$made" >$target/version.txt
