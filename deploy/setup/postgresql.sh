#!/usr/bin/env bash
# The tests run a PostgreSQL of their own: make sure that its programs are there.
set -euo pipefail
command -v initdb >/dev/null && exit 0
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  printf '\033[2m· installing PostgreSQL from Debian\033[0m\n'
  # Only the programs are wanted: Debian shall not make and start a cluster of its own.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
else
  echo "The tests need PostgreSQL 13 or newer (Debian: apt install postgresql)." >&2
  exit 1
fi
