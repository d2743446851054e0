import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { settle } from '../../support/settle.js'
import {
  batch,
  call,
  compute,
  openScripted,
  scriptedClient,
  type Scripted,
} from './scripted-client.js'

describe('writes that are sent again', () => {
  const poolId = `${batch}/batchAccounts/acct/pools/render`
  const versionId = `${compute}/galleries/g/images/node/versions/1.2.3`
  const pool = {
    tags: { run: '7' },
    properties: { vmSize: 'STANDARD_D4S_V5', metadata: [{ name: 'run', value: '7' }] },
  }
  const version = {
    location: 'koreacentral',
    tags: { run: '7' },
    properties: {
      publishingProfile: { targetRegions: [{ name: 'Korea Central', regionalReplicaCount: 1 }] },
      storageProfile: { source: { id: `${compute}/images/i` } },
    },
  }
  const lost: Scripted = { break: 'ECONNRESET' }
  const exists: Scripted = {
    status: 412,
    body: { error: { code: 'PreconditionFailed', message: 'it is there' } },
  }
  const poolExists: Scripted = {
    status: 409,
    body: { error: { code: 'PoolExists', message: 'it is there' } },
  }

  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  describe('a pool whose first answer was lost', () => {
    test.each([
      ['a reset connection', lost, exists],
      [
        'a time-out of the service',
        { status: 500, headers: { 'retry-after-ms': '1' } },
        poolExists,
      ],
      ['a body cut short', { break: 'PARSE_ERROR' }, exists],
    ])(
      'is accepted when it is there as sent: %s',
      async (_, first, second) => {
        const there = {
          body: {
            id: poolId,
            ...pool,
            properties: { ...pool.properties, allocationState: 'Resizing' },
          },
        }
        const client = scriptedClient([first, second, there])
        const azure = await openScripted(client)
        const made = await settle(azure.createPool(poolId, '2025-06-01', pool, call()))
        expect(made.properties['allocationState']).toBe('Resizing')
        expect(client.sent.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'GET'])
      },
      10_000,
    )

    test("is refused when what is there is another's", async () => {
      const there = { body: { id: poolId, ...pool, tags: { run: '8' } } }
      const azure = await openScripted(scriptedClient([lost, exists, there]))
      const work = settle(azure.createPool(poolId, '2025-06-01', pool, call()))
      await expect(work).rejects.toMatchObject({ status: 412 })
    })
  })

  test.each([
    ['at the first attempt', [exists]],
    [
      'after an attempt that Azure had turned away',
      [{ status: 429, headers: { 'retry-after-ms': '1' } }, exists],
    ],
  ])('a pool that exists is refused without a look: %s', async (_, script: Scripted[]) => {
    const azure = await openScripted(scriptedClient(script))
    const work = settle(azure.createPool(poolId, '2025-06-01', pool, call()))
    await expect(work).rejects.toMatchObject({ status: 412, error: { code: 'PreconditionFailed' } })
  })

  test('an update whose first answer was lost is accepted when the pool is as sent', async () => {
    const there = { body: { id: poolId, ...pool } }
    const azure = await openScripted(scriptedClient([lost, exists, there]))
    const update = azure.updatePool(poolId, '2025-06-01', pool, { ...call(), etag: 'W/"1"' })
    expect(await settle(update)).toMatchObject({ id: poolId })
  })

  describe('an image version', () => {
    test('is never overwritten', async () => {
      const client = scriptedClient([exists])
      const azure = await openScripted(client)
      const work = azure.createImageVersion(versionId, version, call())
      await expect(work).rejects.toMatchObject({ status: 412 })
      expect(client.sent[0]?.headers['if-none-match']).toBe('*')
    })

    test('whose first answer was lost is accepted and followed when it is there as sent', async () => {
      const there = (provisioningState: string): Scripted => ({
        body: {
          id: versionId,
          ...version,
          properties: { ...version.properties, provisioningState },
        },
      })
      const client = scriptedClient([
        lost,
        exists,
        there('Creating'),
        there('Creating'),
        there('Succeeded'),
      ])
      const azure = await openScripted(client)
      const operation = await settle(azure.createImageVersion(versionId, version, call()))
      expect(await operation.poll(call())).toEqual({ done: false })
      expect(await operation.poll(call())).toEqual({ done: true })
    })
  })
})
