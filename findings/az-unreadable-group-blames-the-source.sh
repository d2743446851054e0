#!/usr/bin/env bash
# `az snapshot create` reads the resource group only to learn the default location. When that read is refused (a role that may make
# snapshots, but not read groups), az says that --source is used wrongly. With --location the same call works.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
group=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render
source=$group/providers/Microsoft.Compute/snapshots/monday
az_on_loopback '{"GET '"$source"'": [200, {"id": "'"$source"'", "name": "monday", "location": "westeurope", "properties": {}}],
  "GET '"$group"'": [403, {"error": {"code": "AuthorizationFailed", "message": "may not read the group"}}]}'

seen=
for location in '' '--location westeurope'; do
  status=0
  # shellcheck disable=SC2086
  az snapshot create --resource-group render --name copy --source "$source" $location --output none 2>error.log || status=$?
  seen+="'$location': exit $status $(cut -c 1-28 error.log)"$'\n'
done
still 'a snapshot of a snapshot, without and with a location:' "'': exit 1 ERROR: usage error: --source
'--location westeurope': exit 0 " "${seen%$'\n'}"
