#!/usr/bin/env bash
# Debian's azure-cli and the SDK that Debian packages for it do not fit: az asks for compute 2022-11-01, the SDK ends before. So
# the commands for virtual machines and images end in a traceback before any request, with three different messages, while those
# for snapshots, disks and galleries work.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
az_on_loopback '{}'

seen=
for command in 'vm show --name a' 'image show --name a' 'snapshot show --name a' 'sig show --gallery-name a'; do
  status=0
  rm -f requests
  # shellcheck disable=SC2086
  az $command --resource-group render 2>error.log || status=$?
  seen+="az ${command%% --*}: exit $status, requests $(if [ -e requests ]; then wc -l <requests; else echo 0; fi)"$'\n'
done
still 'of a resource that does not exist (exit 3 is right):' 'az vm show: exit 1, requests 0
az image show: exit 1, requests 0
az snapshot show: exit 3, requests 1
az sig show: exit 3, requests 1' "${seen%$'\n'}"
still 'the default compute version of az, and the newest that the SDK has:' '2022-11-01 2022_08_01' "$(/usr/bin/python3 -c 'import pkgutil, azure.mgmt.compute as compute
from azure.cli.core.profiles._shared import AZURE_API_PROFILES, ResourceType
wanted = AZURE_API_PROFILES["latest"][ResourceType.MGMT_COMPUTE].default_api_version
print(wanted, max(m.name for m in pkgutil.iter_modules(compute.__path__) if m.name.startswith("v2"))[1:])')"
