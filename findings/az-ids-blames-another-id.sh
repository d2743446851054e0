#!/usr/bin/env bash
# With several --ids az works on all of them at once and puts an ID before each error. The ID is that of the place in the order of
# completion, not that of the request: when the second is refused before the first is done, the first, which is deleted, is blamed.
# (The profile is set because of az-asks-for-a-version-that-it-lacks.sh.)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
images=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render/providers/Microsoft.Compute/images
locked='[409, {"error": {"code": "ScopeLocked", "message": "a lock forbids to delete kept"}}]'
az_on_loopback '{"DELETE '"$images"'/old": [200, {}, 2], "DELETE '"$images"'/kept": '"$locked"'}'
az cloud update --profile 2020-09-01-hybrid --output none

seen=
for at_once in yes no; do
  if [ "$at_once" = no ]; then export AZURE_CORE_DISABLE_CONCURRENT_IDS=true; fi
  az image delete --ids "$images/old" "$images/kept" 2>error.log
  seen+="at once: $at_once"$'\n'"$(grep --after-context=2 '^WARNING: /' error.log | sed 's|/subscriptions.*/images/||')"$'\n'
done
still '"old" is deleted after two seconds, "kept" is refused at once:' 'at once: yes
WARNING: old: "(ScopeLocked) a lock forbids to delete kept
Code: ScopeLocked
Message: a lock forbids to delete kept"
at once: no
WARNING: kept: "(ScopeLocked) a lock forbids to delete kept
Code: ScopeLocked
Message: a lock forbids to delete kept"' "${seen%$'\n'}"
