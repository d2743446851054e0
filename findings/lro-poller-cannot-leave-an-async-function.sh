#!/usr/bin/env bash
# What arm-compute's long-running methods return is a poller and a promise of the result at once. An async function that returns
# it therefore waits for the end of the operation and gives the resource away instead of the poller.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { accepted, computeThatAnswers, image, makeImage, operation } from './answers.mjs'
const start = async (client) => makeImage(client)
const startBoxed = async (client) => ({ poller: makeImage(client) })
for (const [name, run] of [['start', start], ['startBoxed', startBoxed]]) {
  const { client, sent } = computeThatAnswers(accepted(), operation('Succeeded'), image('Succeeded'))
  const got = await run(client)
  await got.poller?.submitted()
  console.log(`${name}: ${got.poller ? 'the poller' : `the image ${got.name}`}, requests sent so far: ${sent.length}`)
}
NODE

still 'an async function that returns the poller, and one that returns it in an object:' \
  'start: the image base, requests sent so far: 3
startBoxed: the poller, requests sent so far: 1' "$(node run.mjs)"
