#!/usr/bin/env bash
# The abortSignal in the options of a long-running method is not heard between two questions: with a Retry-After of minutes, a
# canceled job waits for minutes. pollUntilDone({ abortSignal }) ends at once, but then that poller can wait no more.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { accepted, computeThatAnswers, image, makeImage, operation } from './answers.mjs'
const going = operation('InProgress', {}, { 'retry-after': '4' })
for (const place of ['options of createOrUpdate', 'pollUntilDone']) {
  const { client } = computeThatAnswers(accepted(), going, operation('Succeeded'), image('Succeeded'))
  const stop = new AbortController()
  const poller = makeImage(client, place === 'pollUntilDone' ? {} : { abortSignal: stop.signal })
  let abortedAtMs
  setTimeout(() => { abortedAtMs = Date.now(); stop.abort() }, 1000)
  const end = await poller.pollUntilDone(place === 'pollUntilDone' ? { abortSignal: stop.signal } : {}).catch((error) => error.name)
  const seconds = Math.round((Date.now() - abortedAtMs) / 1000)
  const again = await poller.pollUntilDone().catch((error) => error.name)
  console.log(`${place}: ${end} ${seconds} s after abort(); waiting again: ${again}`)
}
NODE

still 'abort() is called one second into a pause of four:' \
  'options of createOrUpdate: AbortError 3 s after abort(); waiting again: AbortError
pollUntilDone: AbortError 0 s after abort(); waiting again: AbortError' "$(node run.mjs)"
