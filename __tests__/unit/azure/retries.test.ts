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

describe('asking again', () => {
  const id = `${batch}/batchAccounts/acct/pools/render`
  const found: Scripted = { body: { id, properties: {} } }

  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  describe('a wait that Azure asks for', () => {
    test.each([429, 503])('after %d is told, kept, and ends well', async (status) => {
      const waits: unknown[] = []
      const client = scriptedClient([{ status, headers: { 'retry-after': '300' } }, found])
      const pauses: number[] = []
      const azure = await openScripted(client, {
        onThrottled: (waitMs, what) => waits.push([waitMs, what]),
        onPause: () => {
          const since = Date.now()
          return () => pauses.push(Date.now() - since)
        },
      })
      const started = Date.now()
      expect(await settle(azure.pool(id, '2025-06-01', call()))).toBeDefined()
      expect(waits).toEqual([[300_000, 'read pool render']])
      expect(Date.now() - started).toBeGreaterThanOrEqual(300_000)
      expect(pauses.filter((ms) => ms > 0)).toEqual([300_000])
    })

    test('is no longer told when it is not kept any more', async () => {
      const waits: number[] = []
      const throttled: Scripted = {
        status: 429,
        headers: { 'retry-after': '1' },
        body: { error: { code: 'TooManyRequests', message: 'm' } },
      }
      const client = scriptedClient(() => throttled)
      const azure = await openScripted(client, { onThrottled: (waitMs) => waits.push(waitMs) })
      await expect(settle(azure.pool(id, '2025-06-01', call()))).rejects.toMatchObject({
        status: 429,
        error: { code: 'TooManyRequests' },
      })
      expect(client.sent).toHaveLength(4)
      expect(waits).toHaveLength(3)
    })

    test.each([429, 503])('after %d of more than a timer can hold is kept', async (status) => {
      const headers = { 'retry-after': '99999999999' }
      const client = scriptedClient([{ status, headers }, found])
      const azure = await openScripted(client)
      void azure.pool(id, '2025-06-01', call())
      await jest.advanceTimersByTimeAsync(60_000)
      expect(client.sent).toHaveLength(1)
    })

    test('is thought out for a 429 that asks for none, and grows', async () => {
      const waits: number[] = []
      const throttled: Scripted = { status: 429, body: { error: { code: 'Busy', message: 'm' } } }
      const client = scriptedClient([throttled, throttled, found])
      const azure = await openScripted(client, { onThrottled: (waitMs) => waits.push(waitMs) })
      expect(await settle(azure.pool(id, '2025-06-01', call()))).toBeDefined()
      expect(waits).toEqual([1000, 2000])
    })

    test('is told for the reads of the compute SDK too', async () => {
      const waits: unknown[] = []
      const image = { body: { id: `${compute}/images/i`, location: 'l', properties: {} } }
      const client = scriptedClient([{ status: 429, headers: { 'retry-after-ms': '20' } }, image])
      const azure = await openScripted(client, {
        onThrottled: (waitMs, what) => waits.push([waitMs, what]),
      })
      await settle(azure.image(`${compute}/images/i`, call()))
      expect(waits).toEqual([[20, 'read image i']])
    })
  })

  test.each(['ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE', 'EAI_AGAIN', 'PARSE_ERROR'])(
    'a connection broken by %s is tried again',
    async (code) => {
      const client = scriptedClient([{ break: code }, found])
      const azure = await openScripted(client)
      expect(await settle(azure.pool(id, '2025-06-01', call()))).toBeDefined()
    },
  )

  test('a connection that stays broken is reported by its own code, after four attempts', async () => {
    const client = scriptedClient(() => ({ break: 'EAI_AGAIN' }))
    const azure = await openScripted(client)
    await expect(settle(azure.pool(id, '2025-06-01', call()))).rejects.toMatchObject({
      operation: 'read pool render',
      status: undefined,
      error: { code: 'EAI_AGAIN', message: 'no answer: broken: EAI_AGAIN' },
    })
    expect(client.sent).toHaveLength(4)
  })

  test('an attempt without an answer is given up and made again', async () => {
    jest.useRealTimers() // AbortSignal.timeout has a clock of its own
    const client = scriptedClient([{ break: 'silence' }, found])
    const azure = await openScripted(client, { attemptTimeoutMs: 20 })
    expect(await azure.pool(id, '2025-06-01', call())).toBeDefined()
    expect(client.sent).toHaveLength(2)
  })
})
