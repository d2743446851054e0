#!/usr/bin/env bash
# A chain of credentials is to go on where one is not available here, and to end where one is refused. In @azure/identity a refused
# secret counts as not available: the next of the chain signs in, as somebody else, and nobody is told. So does an assertion that could
# not be fetched. The same secret in EnvironmentCredential, or a certificate file that is not there, ends the chain.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/identity@4.13.0 @azure/msal-node@3.8.10 @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { createHttpHeaders } from '@azure/core-rest-pipeline'
import * as identity from '@azure/identity'
const refusal = '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret","error_codes":[7000215]}'
const options = {
  httpClient: {
    async sendRequest(request) {
      return { request, status: 401, headers: createHttpHeaders({ 'content-type': 'application/json' }), bodyAsText: refusal }
    },
  },
  retryOptions: { maxRetries: 0 },
}
const tenant = '00000000-0000-0000-0000-000000000002'
const noAssertion = async () => {
  throw new Error('the job may not ask for an ID token')
}
process.env.AZURE_TENANT_ID = tenant
process.env.AZURE_CLIENT_ID = 'invented'
process.env.AZURE_CLIENT_SECRET = 'expired'
const chains = {
  'refused secret': () => new identity.ClientSecretCredential(tenant, 'invented', 'expired', options),
  'refused secret of the environment': () => new identity.EnvironmentCredential(options),
  'no assertion': () => new identity.ClientAssertionCredential(tenant, 'invented', noAssertion, options),
  'no certificate file': () => new identity.ClientCertificateCredential(tenant, 'invented', 'absent.pem', options),
}
const somebodyElse = { getToken: async () => ({ token: 'somebody else', expiresOnTimestamp: Date.now() + 3_600_000 }) }
for (const [name, first] of Object.entries(chains)) {
  const chain = new identity.ChainedTokenCredential(first(), somebodyElse)
  const end = await chain.getToken('https://management.azure.com/.default').then(
    ({ token }) => `token of ${token}`,
    (error) => [error.name, error.code].filter(Boolean).join(' '),
  )
  console.log(`${name}: ${end}`)
}
NODE

still 'a chain of two, by what is wrong with the first:' 'refused secret: token of somebody else
refused secret of the environment: AuthenticationError
no assertion: token of somebody else
no certificate file: Error ENOENT' "$(timeout 60 node run.mjs)"
