#!/usr/bin/env bash
# ClientAssertionCredential of @azure/identity calls its callback twice for every getToken, also when the access token comes from
# its cache and nothing is sent; and three calls at once make three sign-ins. In a workflow each call of the callback is a request
# for an OIDC token.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/identity@4.13.0 @azure/msal-node@3.8.10 @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { ClientAssertionCredential } from '@azure/identity'
import { createHttpHeaders } from '@azure/core-rest-pipeline'
let signIns = 0
let assertions = 0
const httpClient = {
  async sendRequest(request) {
    if (request.method === 'POST') signIns += 1
    const body = { token_type: 'Bearer', expires_in: 3600, access_token: `token-${signIns}` }
    const headers = createHttpHeaders({ 'content-type': 'application/json' })
    return { request, status: 200, headers, bodyAsText: JSON.stringify(body) }
  },
}
const callback = async () => `assertion-${(assertions += 1)}`
const credential = new ClientAssertionCredential('00000000-0000-0000-0000-000000000002', 'invented', callback, { httpClient })
const management = 'https://management.azure.com/.default'
async function count(what, calls) {
  signIns = assertions = 0
  const tokens = await Promise.all(calls.map(async (scope) => (await credential.getToken(scope)).token))
  console.log(`${what}: sign-ins ${signIns}, assertions made ${assertions}, different tokens ${new Set(tokens).size}`)
}
await count('first call', [management])
await count('the same again', [management])
await count('three at once, another scope', Array(3).fill('https://batch.core.windows.net/.default'))
NODE

still 'what getToken costs:' 'first call: sign-ins 1, assertions made 2, different tokens 1
the same again: sign-ins 0, assertions made 2, different tokens 1
three at once, another scope: sign-ins 3, assertions made 6, different tokens 3' "$(timeout 60 node run.mjs)"
