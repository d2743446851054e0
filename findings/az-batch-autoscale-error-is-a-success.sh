#!/usr/bin/env bash
# `az batch pool autoscale evaluate` exists to try out a formula. Batch answers a formula that cannot be evaluated with 200 and the
# error inside; az prints that, and ends with exit status 0.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages
batch_on_loopback '{"timestamp": "2026-11-30T10:00:00Z", "error": {"code": "AutoScalingFormulaEvaluationError", "message": "cannot be evaluated",
  "values": [{"name": "Message", "value": "Line 1, Col 24: unknown name"}]}}'

status=0
az batch pool autoscale evaluate --pool-id night --auto-scale-formula '$TargetDedicatedNodes = $Misspelt;' "${batch_account[@]}" >out.json || status=$?
still 'exit status, and the code that was printed:' '0 "AutoScalingFormulaEvaluationError"' \
  "$status $(sed -n 's/.*"code": \(".*"\).*/\1/p' out.json)"
