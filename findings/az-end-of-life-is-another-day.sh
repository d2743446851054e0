#!/usr/bin/env bash
# --end-of-life-date of an image version takes the documented 2030-12-31 for one second before one o'clock in the afternoon, and
# reads any other writing by its first digits, without a word: the version ends a year early, or in the year 3101.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
az_on_loopback '{}'

snapshot=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/render/providers/Microsoft.Compute/snapshots/os
seen=
for date in 2030-12-31 '2030-12-31 18:00' 2030/12/31 31.12.2030; do
  az sig image-version create --resource-group render --gallery-name nightly --gallery-image-definition base \
    --gallery-image-version 1.0.0 --location westeurope --os-snapshot "$snapshot" --end-of-life-date "$date" --output none 2>az.log
  seen+="$date: $(tail -n 1 requests | sed 's/.*"endOfLifeDate": "\([^"]*\)".*/\1/')"$'\n'
done
still 'exit status 0 each time; sent as endOfLifeDate:' '2030-12-31: 2030-12-31T12:59:59.000Z
2030-12-31 18:00: 2030-12-31T12:59:59.000Z
2030/12/31: 2030-01-01T12:59:59.000Z
31.12.2030: 3101-01-01T12:59:59.000Z' "${seen%$'\n'}"
