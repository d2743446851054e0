#!/usr/bin/env bash
# `az ... wait --timeout SECONDS` that waited in vain ends with exit status 0, like one whose condition came true. Nothing is written
# to standard error; the only trace is an empty object on standard output. (Azure/azure-cli#34004 has it of `az resource wait`.)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
snapshots=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render/providers/Microsoft.Compute/snapshots
state() { printf '"GET %s/%s": [200, {"location": "westeurope", "properties": {"provisioningState": "%s"}}]' "$snapshots" "$1" "$2"; }
az_on_loopback "{$(state made Succeeded), $(state copying Updating), $(state broken Failed)}"

seen=
for name in made copying absent broken; do
  status=0
  output=$(az snapshot wait --created --resource-group render --name "$name" --interval 1 --timeout 2 2>error.log) || status=$?
  seen+="$name: exit $status, output '$output', error '$(head -n 1 error.log)'"$'\n'
done
still 'waiting two seconds for four snapshots to be created:' "made: exit 0, output '', error ''
copying: exit 0, output '{}', error ''
absent: exit 0, output '{}', error ''
broken: exit 1, output '', error 'ERROR: The operation failed'" "${seen%$'\n'}"
