import { describe, expect, test } from '@jest/globals'
import { AzureFailure } from '../../../src/shared/errors.js'
import {
  call,
  compute,
  openScripted,
  scriptedClient,
  type Scripted,
  type ScriptedClient,
} from './scripted-client.js'
import type { Operation } from '../../../src/ports/azure.js'

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
const host = 'https://management.azure.com'
/** What ARM's signed URLs look like: 3 to 4 KB, with escapes in both cases and characters that may be escaped or not. */
const signedUrl =
  `${host}/subscriptions/s/providers/Microsoft.Compute/locations/koreacentral/operations/1` +
  `?p=a%2fb%2F+c&t=638&c=${'MIIH%2b_-~'.repeat(350)}==&s=x%3d%3D&h=${'q'.repeat(43)}`
const versionedUrl = `${signedUrl}&api-version=2026-03-01`
const accepted = (
  headers: Record<string, string> = { 'azure-asyncoperation': signedUrl },
): Scripted => ({
  status: 201,
  headers,
  body: { ...body, id, properties: { ...body.properties, provisioningState: 'Creating' } },
})
const image = (provisioningState: string): Scripted => ({
  body: { ...body, id, properties: { ...body.properties, provisioningState } },
})
const notFound: Scripted = {
  status: 404,
  body: { error: { code: 'NotFound', message: 'The entity was not found.' } },
}

async function start(
  script: Scripted[],
): Promise<{ client: ScriptedClient; operation: Operation }> {
  const client = scriptedClient(script)
  const azure = await openScripted(client)
  return { client, operation: await azure.createImage(id, body, call()) }
}

async function failureOf(operation: Operation): Promise<unknown> {
  return await operation.poll(call()).catch((thrown: unknown) => thrown)
}

describe('a signed operation URL is followed exactly as it was given', () => {
  test.each([
    ['with an API version', versionedUrl],
    ['without one, which the SDK would add', signedUrl],
    ['without a query', signedUrl.split('?')[0] ?? ''],
  ])('%s', async (_, url) => {
    const { client, operation } = await start([
      accepted({ 'azure-asyncoperation': url, location: `${url}#never` }),
      { body: { status: 'InProgress' } },
      { body: { status: 'Succeeded' } },
      image('Succeeded'),
    ])
    expect(await operation.poll(call())).toEqual({ done: false })
    expect(await operation.poll(call())).toEqual({ done: true })
    expect(client.sent.slice(1, 3).map((sent) => sent.url)).toEqual([url, url])
  })

  test('by Location alone, 202 until it is done', async () => {
    const { client, operation } = await start([
      { ...accepted({ location: signedUrl }), status: 202 },
      { status: 202 },
      image('Succeeded'),
    ])
    expect(await operation.poll(call())).toEqual({ done: false })
    expect(await operation.poll(call())).toEqual({ done: true })
    expect(client.sent.map((sent) => sent.url).slice(1)).toEqual([signedUrl, signedUrl])
  })

  test('also a new one that an answer on the way gives', async () => {
    const next = signedUrl.replace('operations/1', 'operations/2')
    const { client, operation } = await start([
      accepted(),
      { headers: { 'azure-asyncoperation': next }, body: { status: 'InProgress' } },
      { body: { status: 'Succeeded' } },
      image('Succeeded'),
    ])
    await operation.poll(call())
    await operation.poll(call())
    expect(client.sent[2]?.url).toBe(next)
  })
})

test.each(['azure-asyncoperation', 'location'])(
  'no token goes to another host that %s names',
  async (header) => {
    const elsewhere = signedUrl.replace(host, 'https://elsewhere.example')
    const script = [accepted({ [header]: elsewhere })]
    const { client, operation } = await start(script)
    await expect(operation.poll(call())).rejects.toMatchObject({
      operation: expect.stringContaining('create image render-1'),
      error: { code: 'ForeignHost', message: expect.stringContaining('elsewhere.example') },
    })
    expect(client.sent).toHaveLength(1)
  },
)

test.each(['azure-asyncoperation', 'location'])(
  'what %s names and is no URL is said once, and then the resource tells',
  async (header) => {
    const { client, operation } = await start([
      accepted({ [header]: 'https://[nowhere/x?t=s3cr3t' }),
      image('Succeeded'),
    ])
    await expect(operation.poll(call())).rejects.toMatchObject({
      name: 'AzureFailure',
      error: { code: 'UnusableAnswer', message: expect.stringMatching(/\[nowhere(?!.*s3cr3t)/) },
    })
    expect(await operation.poll(call())).toEqual({ done: true })
    expect(client.sent).toHaveLength(2)
  },
)

test('nor to one whose name only begins like the own one', async () => {
  const url = signedUrl.replace(host, `${host}.elsewhere.example`)
  const { client, operation } = await start([accepted({ 'azure-asyncoperation': url })])
  await expect(operation.poll(call())).rejects.toMatchObject({ error: { code: 'ForeignHost' } })
  expect(client.sent).toHaveLength(1)
})

test('a host of the region, beneath the own one, is followed', async () => {
  const url = signedUrl.replace('https://', 'https://koreacentral.')
  const { client, operation } = await start([
    accepted({ 'azure-asyncoperation': url }),
    { body: { status: 'Succeeded' } },
    image('Succeeded'),
  ])
  expect(await operation.poll(call())).toEqual({ done: true })
  expect(client.sent[1]?.url).toBe(url)
})

test('without an operation URL the state of the resource is followed', async () => {
  const { operation } = await start([accepted({}), image('Creating'), image('Succeeded')])
  expect(await operation.poll(call())).toEqual({ done: false })
  expect(await operation.poll(call())).toEqual({ done: true })
})

test('what is done with the first answer is not asked about again', async () => {
  const { client, operation } = await start([{ ...image('Succeeded'), status: 200 }])
  expect(await operation.poll(call())).toEqual({ done: true })
  expect(client.sent).toHaveLength(1)
})

test.each([
  [{ 'retry-after': '15' }, 15_000],
  [{ 'retry-after-ms': '40', 'retry-after': '15' }, 40],
])('passes on how long the service asks to wait: %p', async (wish, retryAfterMs) => {
  const { client, operation } = await start([
    accepted({ 'azure-asyncoperation': signedUrl, ...wish }),
    { headers: wish, body: { status: 'InProgress' } },
  ])
  expect(await operation.poll(call())).toEqual({ done: false, retryAfterMs })
  expect(client.sent).toHaveLength(1) // the first wish is met before anything is asked
  expect(await operation.poll(call())).toEqual({ done: false, retryAfterMs })
})

describe('the body', () => {
  test('goes out as it was given', async () => {
    const { client } = await start([{ ...image('Succeeded'), status: 200 }])
    expect(JSON.parse(client.sent[0]?.body ?? '')).toEqual(body)
  })

  test('does not go out at all when the SDK would drop a part of it', async () => {
    const client = scriptedClient([])
    const azure = await openScripted(client)
    const newer = { ...body, properties: { ...body.properties, brandNew: { a: 1 } } }
    await expect(azure.createImage(id, newer, call())).rejects.toThrow('properties.brandNew')
    expect(client.sent).toEqual([])
  })
})

test('a look that Azure refuses for a while is no end: the next one is told by the resource', async () => {
  const refused: Scripted = { status: 403, body: { error: { code: 'Forbidden', message: '' } } }
  const { operation } = await start([accepted(), refused, image('Creating'), image('Succeeded')])
  expect(await failureOf(operation)).toMatchObject({ status: 403 })
  expect(await operation.poll(call())).toEqual({ done: false })
  expect(await operation.poll(call())).toEqual({ done: true })
})

test('a refused write is reported with everything the service said', async () => {
  const error = {
    code: 'OperationNotAllowed',
    message: 'm',
    details: [{ code: 'A', message: 'b' }],
  }
  const client = scriptedClient([
    { status: 409, headers: { 'x-ms-request-id': 'r' }, body: { error } },
  ])
  const azure = await openScripted(client)
  await expect(azure.createImage(id, body, call())).rejects.toMatchObject({
    name: 'AzureFailure',
    operation: 'create image render-1',
    resource: id,
    status: 409,
    requestId: 'r',
    error: { code: 'OperationNotAllowed', details: [{ code: 'A', message: 'b' }] },
  })
})

describe('an operation that ends badly', () => {
  test('is reported with everything the service said', async () => {
    const error = {
      code: 'InvalidParameter',
      message: 'The source is no good.',
      target: 'storageProfile',
      details: [
        { code: 'Inner', message: 'm', details: [{ code: 'Innermost', message: 'of this' }] },
      ],
    }
    const { operation } = await start([
      accepted(),
      { headers: { 'x-ms-request-id': 'r1' }, body: { status: 'Failed', error } },
    ])
    const failure = await failureOf(operation)
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

  test('tells its own error when several run at once', async () => {
    const client = scriptedClient(({ method, url }) => {
      const name = /image-\d/.exec(url)?.[0] ?? ''
      if (method === 'PUT')
        return accepted({ 'azure-asyncoperation': `${host}/operations/${name}?s=1` })
      return { body: { status: 'Failed', error: { code: name, message: 'm', details: [] } } }
    })
    const azure = await openScripted(client)
    const names = ['image-1', 'image-2', 'image-3']
    const failures = await Promise.all(
      names.map(async (name) => {
        const operation = await azure.createImage(`${compute}/images/${name}`, body, call())
        return (await failureOf(operation)) as AzureFailure
      }),
    )
    expect(failures.map(({ error }) => error.code)).toEqual(names)
  })

  test.each(['Canceled', 'Cancelled'])('%s says so', async (status) => {
    const { operation } = await start([accepted(), { body: { status } }])
    expect(await failureOf(operation)).toMatchObject({
      error: {
        code: 'OperationCanceled',
        message: 'the operation ended Canceled and Azure gave no reason',
      },
    })
  })

  test('by the state of the resource has no reason to tell', async () => {
    const { operation } = await start([accepted({}), image('Failed')])
    expect(await failureOf(operation)).toMatchObject({ error: { code: 'OperationFailed' } })
  })

  test('by a refusal of the final read is told with that', async () => {
    const denied = { error: { code: 'AuthorizationFailed', message: 'no read' } }
    const { operation } = await start([
      accepted(),
      { body: { status: 'Succeeded' } },
      { status: 403, body: denied },
    ])
    expect(await failureOf(operation)).toMatchObject({
      operation: 'follow the operation "create image render-1"',
      status: 403,
      error: { code: 'AuthorizationFailed' },
    })
  })
})

describe('a yes that the SDK cannot read', () => {
  test('to the write is followed by the state of the resource', async () => {
    const { operation } = await start([
      { status: 201, body: '' },
      image('Creating'),
      image('Succeeded'),
    ])
    expect(await operation.poll(call())).toEqual({ done: false })
    expect(await operation.poll(call())).toEqual({ done: true })
  })

  test.each([200, 204])('at the end, %p with nothing in it, likewise', async (status) => {
    const { operation } = await start([
      { status: 202, headers: { location: signedUrl }, body: '' },
      { status, body: '' },
      image('Updating'),
      image('Succeeded'),
    ])
    expect(await operation.poll(call())).toEqual({ done: false })
    expect(await operation.poll(call())).toEqual({ done: true })
  })

  test('has failed when its resource has', async () => {
    const { operation } = await start([{ status: 201, body: '' }, image('Failed')])
    expect(await failureOf(operation)).toMatchObject({ error: { code: 'ProvisioningFailed' } })
  })
})

describe('an operation that Azure no longer knows', () => {
  test('is followed by the state of its resource', async () => {
    const { operation } = await start([accepted(), notFound, image('Creating'), image('Succeeded')])
    expect(await operation.poll(call())).toEqual({ done: false })
    expect(await operation.poll(call())).toEqual({ done: true })
  })

  test('has failed when an image that takes seconds is still being made after many looks', async () => {
    const looks = Array.from({ length: 10 }, () => image('Creating'))
    const { operation } = await start([accepted(), notFound, ...looks])
    for (let look = 1; look < looks.length; look += 1) {
      expect(await operation.poll(call())).toEqual({ done: false })
    }
    const error = expect.objectContaining({
      code: 'OperationVanished',
      message: expect.stringContaining('stays Creating'),
    }) as unknown
    expect(await failureOf(operation)).toMatchObject({ error })
  })

  test('has failed when its resource has', async () => {
    const { operation } = await start([accepted(), notFound, image('Failed')])
    expect(await failureOf(operation)).toMatchObject({
      error: { code: 'ProvisioningFailed', details: [{ code: 'NotFound' }] },
    })
  })

  test('has failed when its resource is not there', async () => {
    const { operation } = await start([accepted(), notFound, notFound])
    expect(await failureOf(operation)).toMatchObject({
      operation: 'create image render-1',
      error: { code: 'OperationVanished', details: [{ message: 'The entity was not found.' }] },
    })
  })
})

describe('cancelled', () => {
  test.each([
    ['while the answer to the write is awaited', [{ break: 'silence' }]],
    ['while the pipeline waits to try again', [{ status: 429, headers: { 'retry-after': '300' } }]],
  ])('%s: ends at once with the reason', async (_, script: Scripted[]) => {
    const azure = await openScripted(scriptedClient(script))
    const controller = new AbortController()
    const reason = new Error('stopped')
    const started = performance.now()
    const work = azure.createImage(id, body, { signal: controller.signal })
    setTimeout(() => {
      controller.abort(reason)
    }, 10)
    await expect(work).rejects.toBe(reason)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('in a look: ends at once, and a later look goes on', async () => {
    const { operation } = await start([
      accepted(),
      { break: 'silence' },
      { body: { status: 'Succeeded' } },
      image('Succeeded'),
    ])
    const controller = new AbortController()
    const reason = new Error('stopped')
    const look = operation.poll({ signal: controller.signal })
    setTimeout(() => {
      controller.abort(reason)
    }, 10)
    await expect(look).rejects.toBe(reason)
    expect(await operation.poll(call())).toEqual({ done: true })
  })

  test('before it began: sends nothing', async () => {
    const client = scriptedClient([])
    const azure = await openScripted(client)
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(azure.createImage(id, body, { signal })).rejects.toThrow('stopped')
    expect(client.sent).toEqual([])
  })
})
