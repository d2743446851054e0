import { describe, expect, test } from '@jest/globals'
import type { AzureOptions } from '../../../src/azure/open-azure.js'
import type { Azure } from '../../../src/ports/azure.js'
import {
  batch,
  call,
  compute,
  openScripted,
  scriptedClient,
  type Scripted,
} from './scripted-client.js'

const account = `${batch}/batchAccounts/acct`
const version = '2025-06-01'
const writesLeft = 'x-ms-ratelimit-remaining-subscription-writes'
const pool: Scripted = { body: { properties: {} } }
const left = (writes: number): Scripted => ({ ...pool, headers: { [writesLeft]: String(writes) } })
const throttled = (code: string, headers: Record<string, string> = {}): Scripted => ({
  status: 429,
  headers: { 'retry-after-ms': '300', ...headers },
  body: { error: { code, message: 'm' } },
})

/** Answers by what is asked for, and when each was asked for. */
async function open(answer: (url: string) => Scripted, more: Partial<AzureOptions> = {}) {
  const times: [string, number][] = []
  const client = scriptedClient(({ method, url }) => {
    times.push([`${method} ${new URL(url).pathname.split('/').at(-1) ?? ''}`, performance.now()])
    return answer(url)
  })
  const azure = await openScripted(client, more)
  return { azure, times }
}

async function write(azure: Azure, name: string): Promise<unknown> {
  return await azure.createPool(`${account}/pools/${name}`, version, { properties: {} }, call())
}

function gapMs(times: readonly [string, number][], from: number, to: number): number {
  return (times[to]?.[1] ?? 0) - (times[from]?.[1] ?? 0)
}

describe('writes', () => {
  test('queue when little is left, which is told once', async () => {
    const paced: string[] = []
    const onPaced = (_: number, what: string): number => paced.push(what)
    const pauses: number[] = []
    const onPause = () => {
      const since = Date.now()
      return () => pauses.push(Date.now() - since)
    }
    const { azure, times } = await open(() => left(3), { onPaced, onPause })
    await write(azure, 'p0')
    await Promise.all(['p1', 'p2', 'p3'].map(async (name) => await write(azure, name)))
    expect(paced).toEqual(['writes'])
    // Ten come back in a second.
    expect(gapMs(times, 1, 3)).toBeGreaterThan(150)
    expect(Math.max(...pauses)).toBeGreaterThan(150)
  })

  test('go as they come when plenty is left', async () => {
    const paced: string[] = []
    const onPaced = (_: number, what: string): number => paced.push(what)
    let pauses = 0
    const onPause = () => {
      pauses += 1
      return () => undefined
    }
    const { azure } = await open(() => left(150), { onPaced, onPause })
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => await write(azure, `p${String(n)}`)),
    )
    expect(paced).toEqual([])
    // That the first ones wait until an answer tells what is left is our own caution.
    expect(pauses).toBe(0)
  })

  test('all wait when the subscription’s bucket is empty; reads do not', async () => {
    let refused = false
    const { azure, times } = await open((url) => {
      if (refused || !url.includes('/p0')) return pool
      refused = true
      return throttled('SubscriptionRequestsThrottled')
    })
    const first = write(azure, 'p0')
    await new Promise((resolve) => setImmediate(resolve))
    await azure.pool(`${account}/pools/read`, version, call())
    await Promise.all([first, write(azure, 'p1')])
    expect(times.map(([what]) => what).slice(0, 2)).toEqual(['PUT p0', 'GET read'])
    expect(gapMs(times, 0, 2)).toBeGreaterThan(250)
  })

  test('of other resources do not wait for one that is busy', async () => {
    let refused = false
    const { azure, times } = await open((url) => {
      if (refused || !url.includes('/p0')) return left(100)
      refused = true
      return throttled('PoolBusy', { [writesLeft]: '99' })
    })
    const first = write(azure, 'p0')
    await new Promise((resolve) => setImmediate(resolve))
    await Promise.all([first, write(azure, 'p1')])
    expect(times.map(([what]) => what)).toEqual(['PUT p0', 'PUT p1', 'PUT p0'])
  })

  test('of images queue by what Compute has left for them, other writes do not', async () => {
    const of = 'Microsoft.Compute/CreateImagesSubscriptionMaximum;1,Microsoft.Compute/Other;0'
    const headers = { 'x-ms-ratelimit-remaining-resource': of }
    const { azure, times } = await open((url) =>
      url.includes('/images/') ? { status: 201, headers, body: {} } : pool,
    )
    const image = async (name: string): Promise<unknown> =>
      await azure.createImage(`${compute}/images/${name}`, { location: 'l' }, call())
    await image('i0')
    await Promise.all([image('i1'), image('i2'), write(azure, 'p0')])
    expect(times.map(([what]) => what)).toEqual(['PUT i0', 'PUT i1', 'PUT p0', 'PUT i2'])
  })

  test('that wait their turn end with their signal', async () => {
    const { azure } = await open(() =>
      throttled('SubscriptionRequestsThrottled', { 'retry-after-ms': '60000' }),
    )
    const stop = new AbortController()
    const body = { properties: {} }
    const first = azure.createPool(`${account}/pools/p0`, version, body, { signal: stop.signal })
    const second = azure.createPool(`${account}/pools/p1`, version, body, { signal: stop.signal })
    setTimeout(() => {
      stop.abort(new Error('cancelled'))
    }, 20)
    await expect(first).rejects.toThrow('cancelled')
    await expect(second).rejects.toThrow('cancelled')
  })
})
