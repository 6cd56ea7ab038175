#!/bin/sh
# Gives the azd environment an administrator's key of 256 random bits, if it has none. A reference made by
# 'azd env set-secret JOBSCHEDULER_ADMINISTRATOR_KEY' counts as one. The key is not printed.
set -eu
if [ -n "${JOBSCHEDULER_ADMINISTRATOR_KEY:-}" ]; then
  exit 0
fi
key=$(od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n')
if [ "${#key}" -ne 64 ]; then
  echo 'No random key could be made: /dev/urandom gave too little.' >&2
  exit 1
fi
azd env set JOBSCHEDULER_ADMINISTRATOR_KEY "$key"
echo "Made an administrator's key. Show it: azd env get-value JOBSCHEDULER_ADMINISTRATOR_KEY"
