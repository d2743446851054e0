#!/usr/bin/env bash
# When one question about a running operation is refused (a busy service, a token without the right to read operations), the
# poller of @azure/core-lro takes the operation for failed: it says isDone, and throws the old refusal again without asking.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { accepted, computeThatAnswers, image, makeImage, operation } from './answers.mjs'
const busy = { status: 503, body: { error: { code: 'ServerBusy', message: 'come back later' } } }
const { client, sent } = computeThatAnswers(accepted(), busy, operation('Succeeded'), image('Succeeded'))
const poller = makeImage(client)
for (const look of ['first', 'second']) {
  const end = await poller.poll().then(() => 'fine', (error) => error.code)
  console.log(`${look} look: ${end}, isDone ${poller.isDone}, status ${poller.operationState.status}, requests so far ${sent.length}`)
}
NODE

still 'an operation that Azure would call Succeeded when asked a second time:' \
  'first look: ServerBusy, isDone true, status failed, requests so far 2
second look: ServerBusy, isDone true, status failed, requests so far 2' "$(node run.mjs)"
