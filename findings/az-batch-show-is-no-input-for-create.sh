#!/usr/bin/env bash
# `az batch pool show` prints durations as Python writes them (0:15:00), not as Batch does (PT15M). What it printed is refused by
# `az batch pool create --json-file`, and by everything else that reads ISO 8601.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
batch_on_loopback '{"id": "night", "vmSize": "standard_d4s_v5", "resizeTimeout": "PT15M", "enableAutoScale": true,
  "autoScaleFormula": "$TargetDedicatedNodes = 1;", "autoScaleEvaluationInterval": "P1DT30M"}'

az batch pool show --pool-id night "${batch_account[@]}" >shown.json
status=0
az batch pool create --json-file shown.json "${batch_account[@]}" 2>error.log || status=$?
still 'durations as shown, and exit status and message of create with that file:' '"autoScaleEvaluationInterval": "1 day, 0:30:00",
"resizeTimeout": "0:15:00",
1 Unable to parse duration string' "$(grep -E 'Interval|Timeout' shown.json | sed 's/^ *//')
$status $(grep -o 'Unable to parse duration string' error.log | head -n 1)"
