#!/usr/bin/env bash
# Azure gives the URL of an operation, with a signature over its query. arm-compute adds its own api-version to a URL that has
# none before asking it, although the URL is to be followed as it came.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { accepted, computeThatAnswers, image, makeImage, operation, operationUrl } from './answers.mjs'
const { client, sent } = computeThatAnswers(accepted(), operation('Succeeded'), image('Succeeded'))
await makeImage(client)
console.log(`given ${operationUrl.replace(/^.*\.com/, '')}`)
console.log(`asked ${sent[1].path}`)
NODE

still 'the URL of the operation:' 'given /operations/1?t=638&s=signature
asked /operations/1?t=638&s=signature&api-version=2026-03-01' "$(node run.mjs)"
