#!/usr/bin/env bash
# A failed operation says why in error.details, and a canceled one in error. What @azure/core-lro throws is a plain Error: no
# code, no details, and for a canceled operation not even the message.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { accepted, computeThatAnswers, makeImage, operation } from './answers.mjs'
const error = {
  code: 'ReplicationFailed',
  message: 'One of the regions failed.',
  details: [{ code: 'QuotaExceeded', message: 'No room for snapshots in northeurope.', target: 'northeurope' }],
}
for (const status of ['Failed', 'Canceled']) {
  const { client } = computeThatAnswers(accepted(), operation(status, { error }))
  const thrown = await makeImage(client).then(() => undefined, (thrown) => thrown)
  console.log(`${status}: ${thrown.name}, own fields [${Object.keys(thrown)}], "${thrown.message}"`)
}
NODE

still 'what is thrown for an operation whose error is ReplicationFailed with the detail QuotaExceeded:' \
  'Failed: Error, own fields [], "The long-running operation has failed. ReplicationFailed. One of the regions failed."
Canceled: Error, own fields [], "Operation was canceled"' "$(node run.mjs)"
