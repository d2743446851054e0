#!/usr/bin/env bash
# One resource that cannot be deleted is exit status 1. Given to --ids together with one that can, it is a warning, and the exit
# status is 0: az fails only when every ID fails. (The profile is set because of az-asks-for-a-version-that-it-lacks.sh.)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
images=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render/providers/Microsoft.Compute/images
locked='[409, {"error": {"code": "ScopeLocked", "message": "a lock forbids it"}}]'
az_on_loopback '{"DELETE '"$images"'/old": [200, {}], "DELETE '"$images"'/kept": '"$locked"', "DELETE '"$images"'/base": '"$locked"'}'
az cloud update --profile 2020-09-01-hybrid --output none

seen=
for names in old kept 'kept base' 'old kept' 'old kept base'; do
  status=0
  # shellcheck disable=SC2086
  az image delete --ids $(printf "$images/%s " $names) 2>error.log || status=$?
  seen+="$names: exit $status, refusals told $(grep --count '^ERROR: (ScopeLocked)\|^WARNING: .*"(ScopeLocked)' error.log || true)"$'\n'
done
still '`az image delete --ids`, where a lock keeps "kept" and "base":' 'old: exit 0, refusals told 0
kept: exit 1, refusals told 1
kept base: exit 1, refusals told 2
old kept: exit 0, refusals told 1
old kept base: exit 0, refusals told 2' "${seen%$'\n'}"
