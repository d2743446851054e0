#!/usr/bin/env bash
# `az snapshot create --incremental` decides by the region whether to copy across regions, and compares the names as text. Azure
# takes WESTEUROPE for westeurope; az takes it for another region and sends CopyStart.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
group=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render
source=$group/providers/Microsoft.Compute/snapshots/monday
az_on_loopback '{"GET '"$source"'": [200, {"id": "'"$source"'", "name": "monday", "location": "westeurope", "properties": {}}]}'

seen=
for region in westeurope WESTEUROPE; do
  az snapshot create --resource-group render --name copy --location $region --incremental --source "$source" --output none
  seen+="$region: $(tail -n 1 requests | sed 's/.*"createOption": "\([A-Za-z]*\)".*/\1/')"$'\n'
done
still 'createOption for a snapshot of westeurope, by the way --location is written:' 'westeurope: Copy
WESTEUROPE: CopyStart' "${seen%$'\n'}"
