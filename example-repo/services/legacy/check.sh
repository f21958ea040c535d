#!/bin/sh
# Every setting has a value.
set -eu
cd "$(dirname "$0")"
if grep -nE '^[A-Z_]+=$' settings.env; then
  echo "settings without a value" >&2
  exit 1
fi
echo "settings are complete"
