#!/usr/bin/env bash
# A template that Azure refuses: validate() of @azure/arm-resourcesdeployments rejects with a sentence, in which nothing of Azure's
# answer is left when the refusal comes at once; whatIf() beside it has the code and the reason. When the refusal comes later, validate()
# has them in the sentence, and whatIf() resolves: that it failed is a property of the result.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/arm-resourcesdeployments@2.0.0 @azure/core-lro@3.3.1 @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { DeploymentsClient } from '@azure/arm-resourcesdeployments'
import { createHttpHeaders } from '@azure/core-rest-pipeline'
const error = { code: 'InvalidTemplate', message: 'the pool has no size' }
const accepted = { status: 202, headers: { location: 'https://management.azure.com/operations/1' } }
const answers = {
  'at once': { validate: [{ status: 400, body: { error } }], whatIf: [{ status: 400, body: { error } }] },
  later: {
    validate: [accepted, { status: 400, body: { error } }],
    whatIf: [accepted, { status: 200, body: { status: 'Failed', error } }],
  },
}
const credential = { getToken: async () => ({ token: 'not-a-token', expiresOnTimestamp: Date.now() + 3_600_000 }) }
for (const [when, methods] of Object.entries(answers)) {
  for (const [method, list] of Object.entries(methods)) {
    const httpClient = {
      async sendRequest(request) {
        const { status, headers, body } = list.shift()
        return { request, status, headers: createHttpHeaders(headers), bodyAsText: body ? JSON.stringify(body) : '' }
      },
    }
    const options = { httpClient, retryOptions: { maxRetries: 0 } }
    const client = new DeploymentsClient(credential, '00000000-0000-0000-0000-000000000001', options)
    const end = await client.deployments[method]('render', 'night', { properties: { mode: 'Incremental', template: {} } }).then(
      (result) => `resolves, status ${result.status}`,
      ({ name, code, message }) => `rejects, ${name}, code ${code}: ${message.trim()}`,
    )
    console.log(`${method}, refused ${when}: ${end}`)
  }
}
NODE

still 'a template that Azure refuses:' 'validate, refused at once: rejects, Error, code undefined: The long-running operation has failed
whatIf, refused at once: rejects, RestError, code InvalidTemplate: the pool has no size
validate, refused later: rejects, Error, code undefined: The long-running operation has failed. InvalidTemplate. the pool has no size
whatIf, refused later: resolves, status Failed' "$(timeout 60 node run.mjs)"
