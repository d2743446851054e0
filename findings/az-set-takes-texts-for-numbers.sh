#!/usr/bin/env bash
# `az ... update --set` reads every value as JSON, and then as Python, before it takes it for a text, also where only texts can
# stand: the version 1.10 becomes 1.1, the short commit 12e4567 becomes infinity. --tags and --force-string leave them alone.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
snapshot=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render/providers/Microsoft.Compute/snapshots/monday
az_on_loopback '{"GET '"$snapshot"'": [200, {"id": "'"$snapshot"'", "name": "monday", "location": "westeurope", "tags": {}, "properties": {}}]}'

values=(version=1.10 commit=12e4567 build=0x10 date=2026_11_30 keep=true)
tags() { /usr/bin/python3 -c 'import json
tags = json.loads(open("requests").readlines()[-1])["body"]["tags"]
print(" ".join("%s=%s" % tag for tag in tags.items()))'; }
seen="given            ${values[*]}"$'\n'
az snapshot update --ids "$snapshot" --set "${values[@]/#/tags.}" --output none
seen+="--set            $(tags)"$'\n'
az resource update --ids "$snapshot" --api-version 2022-07-02 --set "${values[@]/#/tags.}" --output none
seen+="--set (resource) $(tags)"$'\n'
az snapshot update --ids "$snapshot" --set "${values[@]/#/tags.}" --force-string --output none
seen+="--force-string   $(tags)"$'\n'
az resource tag --ids "$snapshot" --api-version 2022-07-02 --tags "${values[@]}" --output none
seen+="--tags           $(tags)"
still 'the tags that Azure is sent:' 'given            version=1.10 commit=12e4567 build=0x10 date=2026_11_30 keep=true
--set            version=1.1 commit=inf build=16 date=20261130 keep=True
--set (resource) version=1.1 commit=inf build=16 date=20261130 keep=True
--force-string   version=1.10 commit=12e4567 build=0x10 date=2026_11_30 keep=true
--tags           version=1.10 commit=12e4567 build=0x10 date=2026_11_30 keep=true' "$seen"
