import { describe, expect, test } from '@jest/globals'
import { waitFor, type Seen, type Wait } from '../../../src/apply/wait.js'
import { AzureFailure } from '../../../src/shared/errors.js'

function failure(code: string, status?: number): AzureFailure {
  const error = { code, message: 'no', details: [] }
  return new AzureFailure({ operation: 'look', error, ...(status !== undefined && { status }) })
}

/** Looks that fail so many times, and then see the end; with a clock that only waiting turns. */
async function wait(failing: AzureFailure, times: number) {
  let now = 0
  let looks = 0
  const said: string[] = []
  const probe = async (): Promise<Seen<string>> => {
    looks += 1
    return await (looks <= times ? Promise.reject(failing) : Promise.resolve({ done: 'seen' }))
  }
  const ended = await waitFor({
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms
        await Promise.resolve()
      },
    },
    signal: new AbortController().signal,
    deadline: 3_600_000,
    what: 'the end',
    everyMs: () => 1000,
    onPending: (say) => said.push(say),
    probe,
  }).catch((error: unknown) => error)
  return { ended, looks, said }
}

describe('a look that goes unanswered', () => {
  test.each([
    [failure('ServerBusy', 503), 'Azure answered 503 ServerBusy, looking again'],
    [failure('TooManyRequests', 429), 'Azure answered 429 TooManyRequests, looking again'],
    [failure('ECONNRESET'), 'no answer from Azure (ECONNRESET), looking again'],
  ])('is no end of the wait: %s', async (failing, say) => {
    expect(await wait(failing, 10)).toEqual({
      ...{ ended: 'seen', looks: 11 },
      said: Array.from({ length: 10 }, () => say),
    })
  })

  test('again and again ends it with what Azure said', async () => {
    const busy = failure('ServerBusy', 503)
    expect(await wait(busy, Infinity)).toMatchObject({ ended: busy, looks: 11 })
  })
})

test.each([
  failure('AuthorizationFailed', 403),
  failure('NotImplemented', 501),
  failure('ImageVersionFailed'),
])('an answer that is none of an outage ends the wait at once: %s', async (failing) => {
  expect(await wait(failing, 1)).toEqual({ ended: failing, looks: 1, said: [] })
})

describe('what was waited', () => {
  type Look = 'pending' | 'done' | AzureFailure
  async function waited(looks: readonly Look[], changes: Partial<Wait<string>> = {}) {
    let now = 0
    const spans: unknown[] = []
    const left = [...looks]
    const probe = async (): Promise<Seen<string>> => {
      const look = left.shift() ?? 'pending'
      now += 100
      if (typeof look !== 'string') return await Promise.reject(look)
      return await Promise.resolve(look === 'done' ? { done: look } : { pending: look })
    }
    const sleep = async (ms: number): Promise<void> => {
      now += ms
      await Promise.resolve()
    }
    await waitFor({
      ...{ clock: { now: () => now, sleep }, signal: new AbortController().signal },
      ...{ deadline: 60_000, what: 'the end', everyMs: () => 10_000, probe },
      onPending: () => undefined,
      onWaited: (span) => spans.push(span),
      ...changes,
    }).catch(() => undefined)
    return spans
  }

  test.each<[string, readonly Look[], readonly unknown[]]>([
    ['is nothing where the first look shows the end', ['done'], []],
    [
      'ends with the last look that showed it going on: nobody saw the end itself',
      ['pending', 'pending', 'done'],
      [{ since: 0, until: 10_200 }],
    ],
    [
      'holds no look that went unanswered',
      ['pending', failure('ServerBusy', 503), 'done'],
      [{ since: 0, until: 100 }],
    ],
    [
      'goes on through an outage after which it is seen again',
      ['pending', failure('ServerBusy', 503), 'pending', 'done'],
      [{ since: 0, until: 20_300 }],
    ],
    [
      'is told of a wait that fails, too',
      ['pending', failure('X', 403)],
      [{ since: 0, until: 100 }],
    ],
  ])('%s', async (_, looks, spans) => {
    expect(await waited(looks)).toEqual(spans)
  })

  test('is told of one that ends with its deadline', async () => {
    expect(await waited([])).toEqual([{ since: 0, until: 60_100 }])
  })
})
