#!/usr/bin/env bash
# Azure accepts a long-running operation with Retry-After: "ask again in so many seconds". @azure/core-lro heeds it only in the
# answers to its own questions: the first question goes out at once. The retry policies below it do not look at a 201 either.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { accepted, computeThatAnswers, image, makeImage, operation } from './answers.mjs'
const wait = { 'retry-after': '3' }
const { client, sent } = computeThatAnswers(accepted(wait), operation('InProgress', {}, wait), operation('Succeeded'), image('Succeeded'))
await makeImage(client)
sent.slice(0, 3).forEach(({ method, afterMs }, i) => {
  console.log(`${method}${i === 0 ? '' : ` ${Math.round((afterMs - sent[i - 1].afterMs) / 1000)} s later`}`)
})
NODE

still 'the write and the first two questions, with Retry-After: 3 in each answer:' 'PUT
GET 0 s later
GET 3 s later' "$(node run.mjs)"
