#!/usr/bin/env bash
# `az image create --data-disk-sources A B C` does not give the disks their LUNs in that order: blobs come first, then snapshots,
# then managed disks. What the guest finds at LUN 0 depends on the kinds. (The profile of 2020-09-01 is set because this package
# lacks the API version that az asks for otherwise; az-asks-for-a-version-that-it-lacks.sh.)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
az_on_loopback '{}'
az cloud update --profile 2020-09-01-hybrid --output none

compute=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render/providers/Microsoft.Compute
az image create --resource-group render --name base --location westeurope --os-type Linux --source "$compute/snapshots/os" \
  --data-disk-sources "$compute/disks/first" "$compute/snapshots/second" https://invented.blob.core.windows.net/vhds/third.vhd --output none
still 'LUNs of the data disks first (disk), second (snapshot), third (blob):' 'third 0
second 1
first 2' "$(/usr/bin/python3 -c 'import json
for disk in json.loads(open("requests").readlines()[-1])["body"]["properties"]["storageProfile"]["dataDisks"]:
    source = disk.get("blobUri") or (disk.get("snapshot") or disk.get("managedDisk"))["id"]
    print(source.split("/")[-1].split(".")[0], disk["lun"])')"
