import { describe, expect, test } from '@jest/globals'
import { cloudOfMetadata, findCloud, namedClouds } from '../../../src/azure/clouds.js'
import { scriptedClient } from './scripted-client.js'

const { signal } = new AbortController()
const endpoint = 'https://localhost:8443'
const document = {
  name: 'Private',
  portal: 'https://portal.private/',
  authentication: {
    loginEndpoint: 'https://localhost:8443/adfs/',
    audiences: ['https://management.private/', 'https://other/'],
    tenant: 'adfs',
  },
  resourceManager: 'https://localhost:8443/',
  batch: 'https://batch.private/',
}

test.each(Object.keys(namedClouds))('%s is known by name, in any letter case', async (name) => {
  const cloud = await findCloud(name.toUpperCase(), { signal })
  expect(cloud).toBe(namedClouds[name])
})

test('an endpoint is asked for its metadata, without a credential', async () => {
  const client = scriptedClient([{ body: document }])
  const cloud = await findCloud(`${endpoint}/`, { signal, httpClient: client })
  expect(client.sent[0]?.url).toBe(`${endpoint}/metadata/endpoints?api-version=2022-09-01`)
  expect(client.sent[0]?.headers['authorization']).toBeUndefined()
  expect(cloud).toEqual({
    name: 'Private',
    endpoint,
    authorityHost: 'https://localhost:8443/adfs',
    audience: 'https://management.private/',
    batchAudience: 'https://batch.private/',
    exchangeAudience: 'api://AzureADTokenExchange',
    portalUrl: 'https://portal.private',
    tenantId: 'adfs',
    custom: true,
  })
})

describe('an array', () => {
  const others = { ...document, name: 'Other', resourceManager: 'https://elsewhere' }

  test('is searched for the cloud at this endpoint', () => {
    expect(cloudOfMetadata([others, document], endpoint).name).toBe('Private')
  })

  test('without a match gives its first', () => {
    expect(cloudOfMetadata([others], endpoint).name).toBe('Other')
  })
})

test('where no Batch resource is named, the public one counts', () => {
  const rest = { ...document, batch: undefined }
  expect(cloudOfMetadata(rest, endpoint).batchAudience).toBe('https://batch.core.windows.net')
})

test("an endpoint that signs in at a known cloud's authority has that cloud's audiences", () => {
  const loginEndpoint = 'https://login.microsoftonline.us/'
  const authentication = { ...document.authentication, loginEndpoint }
  const rest = { ...document, authentication, batch: undefined }
  expect(cloudOfMetadata(rest, endpoint)).toMatchObject({
    custom: false,
    exchangeAudience: 'api://AzureADTokenExchangeUSGov',
    batchAudience: 'https://batch.core.usgovcloudapi.net',
  })
})

test.each(['common', 'organizations'])('the tenant "%s" is none', (tenant) => {
  const authentication = { ...document.authentication, tenant }
  expect(cloudOfMetadata({ ...document, authentication }, endpoint)).not.toHaveProperty('tenantId')
})

test.each([
  ['nothing', [], /holds no object/],
  ['no login endpoint', { authentication: { audiences: ['a'] } }, /loginEndpoint is missing/],
  ['no audience', { authentication: { loginEndpoint: 'https://a' } }, /audiences\[0\] is missing/],
])('a document with %s says what is missing', (_, given, message) => {
  expect(() => cloudOfMetadata(given, endpoint)).toThrow(message)
})

test('a page that is no metadata document is refused by name', async () => {
  const client = scriptedClient([{ body: '<html>Sign in to the network</html>' }])
  await expect(findCloud(endpoint, { signal, httpClient: client })).rejects.toThrow(
    `read the metadata of ${endpoint}: BadMetadata`,
  )
})

test('an endpoint that refuses is reported with its status', async () => {
  const client = scriptedClient([
    { status: 404, body: { error: { code: 'NotFound', message: 'm' } } },
  ])
  await expect(findCloud(endpoint, { signal, httpClient: client })).rejects.toMatchObject({
    status: 404,
  })
})

test.each(['azure', 'http://localhost', ''])('"%s" is no environment', async (environment) => {
  await expect(findCloud(environment, { signal })).rejects.toThrow('neither')
})
