#!/usr/bin/env bash
# After the operation @azure/core-lro reads the resource, but not the state in it: a write whose resource says Failed is a
# success, and its promise resolves.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { accepted, computeThatAnswers, image, makeImage, operation } from './answers.mjs'
const { client, sent } = computeThatAnswers(accepted(), operation('Succeeded'), image('Failed'))
const { name, provisioningState } = await makeImage(client)
console.log(`${sent.map(({ method }) => method).join(', ')}: resolved with the image ${name}, ${provisioningState}`)
NODE

still 'a new image whose provisioningState is Failed when the operation has ended:' \
  'PUT, GET, GET: resolved with the image base, Failed' "$(node run.mjs)"
