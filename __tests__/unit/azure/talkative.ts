/**
 * Run as a process of its own by secrets.test.ts: does everything that handles secrets, with every log on, and
 * prints all it is given to print. What must not appear has `HIDDEN` in it.
 */
import { inspect } from 'node:util'
import { openAzure, type AzureOptions } from '../../../src/azure/open-azure.js'
import { batch, call, compute, scriptedClient, type Scripted } from './scripted-client.js'

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (kind: string): string =>
  `${part({ alg: 'RS256', kind })}.${part({ sub: 'repo:o/r:ref', aud: 'api://x', iss: 'https://i' })}.HIDDEN${kind}`
const signedUrl = `https://management.azure.com/operations/1?p=HIDDENp&api-version=1&t=HIDDENt&c=HIDDENc&s=HIDDENs&h=HIDDENh`
const sas = 'https://a.blob.core.windows.net/v/os.vhd?sv=1&sig=HIDDENsig%3D'
const imageId = `${compute}/images/i`
const image = { location: 'l', properties: { storageProfile: { osDisk: { blobUri: sas } } } }

function answer(url: string, method: string): Scripted | undefined {
  if (url.includes('/openid-configuration')) {
    const base = url.split('/v2.0/')[0] ?? ''
    return {
      body: {
        issuer: base,
        authorization_endpoint: `${base}/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/keys`,
      },
    }
  }
  if (url.includes('/oauth2/')) {
    return { body: { token_type: 'Bearer', expires_in: 3600, access_token: token('access') } }
  }
  if (url.includes('/operations/')) {
    const error = { code: 'InvalidBlob', message: `cannot read ${sas}, asked by ${signedUrl}` }
    return polls++ === 0
      ? { headers: { 'retry-after': '0' }, body: { status: 'InProgress' } }
      : { body: { status: 'Failed', error } }
  }
  if (method === 'PUT') {
    const headers = { 'azure-asyncoperation': signedUrl, location: signedUrl }
    return { status: 201, headers, body: { ...image, id: imageId } }
  }
  if (url.includes('/pools/')) return { status: 429, headers: { 'retry-after': '0' } }
  return { status: 403, body: { error: { code: 'Denied', message: `for ${sas}` } } }
}
let polls = 0

function show(error: unknown): void {
  console.log(inspect(error, { depth: null, showHidden: true }))
  console.log(JSON.stringify(error))
  console.log(String(error), (error as Error).stack)
}

const common: Omit<AzureOptions, 'env'> = {
  environment: 'AzureCloud',
  credential: 'auto',
  version: '1',
  signInPausesMs: [],
  tenantId: 'tenant',
  clientId: 'client',
  signal: new AbortController().signal,
  httpClient: scriptedClient(({ url, method }) => answer(url, method)),
  log: (line) => {
    console.log(line)
  },
}
const ways: AzureOptions[] = [
  { ...common, env: { AZURE_CLIENT_SECRET: 'HIDDENsecret' } },
  { ...common, env: {}, requestIdToken: async () => await Promise.resolve(token('assertion')) },
]
for (const way of ways) {
  polls = 0
  const azure = await openAzure(way)
  const operation = await azure.createImage(imageId, image, call())
  await operation.poll(call())
  await operation.poll(call()).catch(show)
  await operation.poll(call()).catch(show)
  await azure.image(imageId, call()).catch(show)
  await azure.pool(`${batch}/batchAccounts/a/pools/p`, '2025-06-01', call()).catch(show)
}

const refusing = scriptedClient(({ url, body }) =>
  url.includes('/oauth2/')
    ? {
        status: 401,
        body: {
          error: 'invalid_client',
          error_description: `AADSTS7000215: for ${body as string}`,
        },
      }
    : answer(url, 'GET'),
)
for (const way of ways) await openAzure({ ...way, httpClient: refusing }).catch(show)
console.log('everything was done')
