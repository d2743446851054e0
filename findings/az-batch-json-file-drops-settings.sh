#!/usr/bin/env bash
# `az batch pool create --json-file` builds the SDK's model from the file, by names without letter case. What that model does not
# know is left out, and the pool is made without it: encryption at host is asked for and not sent, exit status 0. Durations are
# written anew.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages

batch_on_loopback ''
cat >pool.json <<'JSON'
{"id": "night", "VMSIZE": "standard_d4s_v5", "resizeTimeout": "PT90M",
 "virtualMachineConfiguration": {"nodeAgentSKUId": "batch.node.ubuntu 24.04",
   "imageReference": {"virtualMachineImageId": "/invented"}, "securityProfile": {"encryptionAtHost": true}},
 "upgradePolicy": {"mode": "rolling"}}
JSON
az batch pool create --json-file pool.json "${batch_account[@]}"
still 'the file has VMSIZE, resizeTimeout PT90M, securityProfile and upgradePolicy; sent:' \
  '{"id": "night", "vmSize": "standard_d4s_v5", "virtualMachineConfiguration": {"imageReference": {"virtualMachineImageId": "/invented"}, "nodeAgentSKUId": "batch.node.ubuntu 24.04"}, "resizeTimeout": "PT1H30M"}' "$(cat sent.json)"
