#!/usr/bin/env bash
# When Entra, or a proxy before it, answers the sign-in with a page (an outage, a sign-in page of the network), @azure/identity says
# that the network request failed: status and text of the answer are nowhere in the error, nor is the status of a refusal that is
# JSON. And a wrong secret is an `AuthenticationRequiredError`, as if a person had to sign in.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/identity@4.13.0 @azure/msal-node@3.8.10 @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { ClientSecretCredential } from '@azure/identity'
import { createHttpHeaders } from '@azure/core-rest-pipeline'
const refusal = '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret","error_codes":[7000215]}'
const answers = {
  '503, a page': [503, 'text/html', '<html>The service is unavailable</html>'],
  '200, a page': [200, 'text/html', '<html>Welcome to our network, please sign in</html>'],
  '401, a refusal': [401, 'application/json', refusal],
}
for (const [name, [status, type, bodyAsText]] of Object.entries(answers)) {
  const httpClient = {
    async sendRequest(request) {
      return { request, status, headers: createHttpHeaders({ 'content-type': type }), bodyAsText }
    },
  }
  const options = { httpClient, retryOptions: { maxRetries: 0 } }
  const credential = new ClientSecretCredential('00000000-0000-0000-0000-000000000002', 'invented', 'invented', options)
  const error = await credential.getToken('https://management.azure.com/.default').catch((caught) => caught)
  const all = JSON.stringify([error.message, error, error.cause ?? null])
  const holds = ['503', '401', 'html', '7000215'].filter((text) => all.includes(text))
  console.log(`${name}: ${error.name}: ${error.message.slice(0, 37)}; of the answer it holds ${holds.join(', ') || 'nothing'}`)
}
NODE

still 'errors of getToken:' '503, a page: AuthenticationRequiredError: network_error: Network request failed; of the answer it holds nothing
200, a page: AuthenticationRequiredError: network_error: Network request failed; of the answer it holds nothing
401, a refusal: AuthenticationRequiredError: invalid_client: Error(s): 7000215 - T; of the answer it holds 7000215' "$(timeout 60 node run.mjs)"
