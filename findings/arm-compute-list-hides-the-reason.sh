#!/usr/bin/env bash
# When a read is refused, the error of @azure/arm-compute has Azure's code and message. When a list is refused in the same way, the
# message is one of the SDK's own that says nothing; only the code is left.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compute_packages

cat >run.mjs <<'NODE'
import { computeThatAnswers } from './answers.mjs'
const error = { code: 'AuthorizationFailed', message: 'The client may not read the images of the group render.' }
const { client } = computeThatAnswers({ status: 403, body: { error } })
const say = (what) => (error) => console.log(`${what}: ${error.statusCode} ${error.code}: ${error.message}`)
await client.images.get('render', 'base').catch(say('get'))
await client.images.listByResourceGroup('render').next().catch(say('list'))
NODE

still 'the same refusal of a read and of a list:' 'get: 403 AuthorizationFailed: The client may not read the images of the group render.
list: 403 AuthorizationFailed: Pagination failed with unexpected statusCode 403' "$(node run.mjs)"
