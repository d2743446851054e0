#!/usr/bin/env bash
# WorkloadIdentityCredential signs in with what lies in a file, which something else renews. It remembers the content for five
# minutes, about as long as a token of GitHub's lives: a renewed file is not looked at, and the old token is sent.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/identity@4.13.0 @azure/msal-node@3.8.10 @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { writeFileSync } from 'node:fs'
import { WorkloadIdentityCredential } from '@azure/identity'
import { createHttpHeaders } from '@azure/core-rest-pipeline'
const httpClient = {
  async sendRequest(request) {
    if (request.method === 'POST') console.log(`signs in with ${new URLSearchParams(request.body).get('client_assertion')}`)
    const body = { token_type: 'Bearer', expires_in: 3600, access_token: 'not-a-token' }
    const headers = createHttpHeaders({ 'content-type': 'application/json' })
    return { request, status: 200, headers, bodyAsText: JSON.stringify(body) }
  },
}
const tenantId = '00000000-0000-0000-0000-000000000002'
const credential = new WorkloadIdentityCredential({ tenantId, clientId: 'invented', tokenFilePath: 'token', httpClient })
for (const [content, scope] of [['first', 'https://management.azure.com/.default'], ['second', 'https://batch.core.windows.net/.default']]) {
  writeFileSync('token', content)
  console.log(`the file holds ${content}`)
  await credential.getToken(scope)
}
NODE

still 'two sign-ins, with the file renewed between them:' 'the file holds first
signs in with first
the file holds second
signs in with first' "$(timeout 60 node run.mjs)"
