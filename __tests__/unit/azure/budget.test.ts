import { describe, expect, test } from '@jest/globals'
import { createBudget } from '../../../src/azure/budget.js'
import type { Clock } from '../../../src/ports/clock.js'

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** Time that passes only when the test says so. */
function manualClock() {
  let now = 1_000_000
  const sleepers: Sleeper[] = []
  const clock: Clock = {
    now: () => now,
    sleep: async (ms, signal) => {
      await new Promise<void>((resolve, reject) => {
        const sleeper = { at: now + ms, wake: resolve }
        sleepers.push(sleeper)
        signal.addEventListener('abort', () => {
          if (sleepers.includes(sleeper)) sleepers.splice(sleepers.indexOf(sleeper), 1)
          reject(signal.reason as Error)
        })
      })
    },
  }
  /** Goes on in steps of 10 ms. */
  async function pass(ms: number): Promise<void> {
    for (const end = now + ms; now < end;) {
      now += 10
      for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake()
      sleepers.splice(0, sleepers.length, ...sleepers.filter(({ at }) => at > now))
      for (let turn = 0; turn < 6; turn += 1) await Promise.resolve()
    }
  }
  return { clock, pass }
}

interface Service {
  readonly size: number
  readonly perSecond: number
  readonly latencyMs: number
}

/** Sends requests all at once to a bucket through a budget, each again after a refusal, until all are done. */
async function sendAll(requests: number, { size, perSecond, latencyMs }: Service) {
  const { clock, pass } = manualClock()
  const paced: number[] = []
  const budget = createBudget(10, (waitMs) => paced.push(waitMs), clock)
  const start = clock.now()
  let [tokens, asOf, done, refused] = [size, start, 0, 0]
  const answer = (): { left: number; emptyForMs?: number } => {
    tokens = Math.min(size, tokens + ((clock.now() - asOf) / 1000) * perSecond)
    asOf = clock.now()
    if (tokens < 1) return { left: 0, emptyForMs: Math.ceil((1 - tokens) / perSecond) * 1000 }
    tokens -= 1
    return { left: Math.floor(tokens) }
  }
  const pause = async (ms: number): Promise<void> => {
    await clock.sleep(ms, new AbortController().signal)
  }
  const one = async (): Promise<void> => {
    for (;;) {
      const number = await budget.admit(undefined)
      await pause(latencyMs / 2)
      const reported = answer()
      await pause(latencyMs / 2)
      budget.settle(number, reported)
      if (reported.emptyForMs === undefined) break
      refused += 1
      await pause(reported.emptyForMs)
    }
    done += 1
  }
  const all = Promise.all(Array.from({ length: requests }, one))
  for (let seconds = 0; done < requests && seconds < 3600; seconds += 1) await pass(1000)
  await all
  return { refused, paced, seconds: (clock.now() - start) / 1000 }
}

describe('a budget', () => {
  test('with plenty left holds nobody back', async () => {
    const { refused, paced, seconds } = await sendAll(100, {
      ...{ size: 200, perSecond: 10, latencyMs: 200 },
    })
    expect([refused, paced]).toEqual([0, []])
    expect(seconds).toBeLessThan(3)
  })

  test.each([
    ['as Azure’s', { size: 200, perSecond: 10, latencyMs: 200 }, 400],
    ['small', { size: 20, perSecond: 1, latencyMs: 200 }, 60],
    ['small and slow to answer', { size: 20, perSecond: 1, latencyMs: 2000 }, 60],
    ['small and quick', { size: 20, perSecond: 5, latencyMs: 20 }, 60],
    ['very slow to fill', { size: 20, perSecond: 0.2, latencyMs: 200 }, 40],
  ])(
    'that is %s is kept to without a refusal, and not much slower than it fills',
    async (_, service, requests) => {
      const { refused, paced, seconds } = await sendAll(requests, service)
      const fewest = (requests - service.size) / service.perSecond
      expect(refused).toBe(0)
      expect(paced).toHaveLength(1)
      expect(seconds).toBeLessThan(fewest * 1.6 + 5)
    },
  )

  test('that is nearly empty from the start learns it from the first answers', async () => {
    const { refused } = await sendAll(30, { size: 3, perSecond: 1, latencyMs: 200 })
    expect(refused).toBeLessThanOrEqual(8)
  })

  test('of a service that tells nothing holds nobody back after the first answers', async () => {
    const { clock, pass } = manualClock()
    const budget = createBudget(10, () => undefined, clock)
    let admitted = 0
    const all = Array.from({ length: 50 }, async () => {
      await budget.admit(undefined)
      admitted += 1
    })
    await pass(10)
    expect(admitted).toBe(8)
    budget.settle(1, {})
    await Promise.all(all)
    expect(admitted).toBe(50)
  })

  test('lets the next one go when one gives up waiting', async () => {
    const { clock, pass } = manualClock()
    const budget = createBudget(1, () => undefined, clock)
    budget.settle(await budget.admit(undefined), { left: 0, emptyForMs: 5000 })
    const stop = new AbortController()
    const first = budget.admit(stop.signal)
    let isSecond = false
    const second = budget.admit(undefined).then(() => {
      isSecond = true
    })
    stop.abort(new Error('enough'))
    await expect(first).rejects.toThrow('enough')
    await pass(4900)
    expect(isSecond).toBe(false)
    await pass(200)
    await second
  })
})
