import { expect, test } from '@jest/globals'
import { AzureFailure } from '../../../src/shared/errors.js'
import { call, compute, openScripted, scriptedClient } from './scripted-client.js'

const id = `${compute}/images/render-1`
const body = {
  location: 'koreacentral',
  tags: { team: 'render' },
  properties: {
    hyperVGeneration: 'V2',
    storageProfile: {
      osDisk: {
        osType: 'Linux',
        osState: 'Generalized',
        snapshot: { id: `${compute}/snapshots/os` },
      },
      dataDisks: [],
      zoneResilient: false,
    },
  },
}
/** What ARM's signed URLs look like: 3 to 4 KB, with escapes in both cases and characters that may be escaped or not. */
const signedUrl =
  'https://management.azure.com/subscriptions/s/providers/Microsoft.Compute/locations/koreacentral/operations/1' +
  `?p=a%2fb%2F+c&t=638&c=${'MIIH%2b_-~'.repeat(350)}==&s=x%3d%3D&h=${'q'.repeat(43)}&monitor=true`

test('follows a signed operation URL exactly as it was given', async () => {
  const client = scriptedClient([
    { status: 201, headers: { 'azure-asyncoperation': signedUrl }, body: { ...body, id } },
    { body: { status: 'InProgress' } },
    { body: { status: 'Succeeded' } },
    { body: { ...body, id } },
  ])
  const azure = await openScripted(client)
  const operation = await azure.createImage(id, body, call())
  expect(await operation.poll(call())).toEqual({ done: false })
  expect(await operation.poll(call())).toEqual({ done: true })
  expect(client.sent.slice(1, 3).map(({ url }) => url)).toEqual([signedUrl, signedUrl])
})

test('sends the body of an image as it was given', async () => {
  const client = scriptedClient([{ status: 200, body: { ...body, id } }])
  const azure = await openScripted(client)
  await azure.createImage(id, body, call())
  expect(JSON.parse(client.sent[0]?.body ?? '')).toEqual(body)
})

test('reports a failed operation with everything the service said', async () => {
  const error = {
    code: 'InvalidParameter',
    message: 'The source is no good.',
    target: 'storageProfile',
    details: [
      { code: 'Inner', message: 'because', details: [{ code: 'Innermost', message: 'of this' }] },
    ],
  }
  const client = scriptedClient([
    { status: 201, headers: { 'azure-asyncoperation': signedUrl }, body: { ...body, id } },
    { headers: { 'x-ms-request-id': 'r1' }, body: { status: 'Failed', error } },
  ])
  const azure = await openScripted(client)
  const operation = await azure.createImage(id, body, call())
  const failure = await operation.poll(call()).catch((thrown: unknown) => thrown)
  expect(failure).toBeInstanceOf(AzureFailure)
  expect(failure).toMatchObject({
    operation: 'create image render-1',
    resource: id,
    requestId: 'r1',
    status: undefined,
    error: {
      code: 'InvalidParameter',
      target: 'storageProfile',
      details: [{ code: 'Inner', details: [{ code: 'Innermost', message: 'of this' }] }],
    },
  })
})
