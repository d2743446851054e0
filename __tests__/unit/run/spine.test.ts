import { describe, expect, jest, test } from '@jest/globals'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { cancelOnSignals } from '../../../src/cancel/signals.js'
import { raceAbort } from '../../../src/cancel/race-abort.js'
import { withDeadline } from '../../../src/cancel/with-deadline.js'
import { createSystemClock } from '../../../src/ports/system-clock.js'
import { durationOfMinutes } from '../../../src/shared/duration.js'
import { Cancelled, DeadlinePassed } from '../../../src/shared/errors.js'
import { mapConcurrent } from '../../../src/shared/map-concurrent.js'
import { version } from '../../../src/shared/version.js'

const never = async (): Promise<never> => await new Promise<never>(() => undefined)

describe('signals', () => {
  function listen() {
    const proc = new EventEmitter()
    const exit = jest.fn<(code?: number) => never>()
    const signal = cancelOnSignals(Object.assign(proc, { exit }) as never)
    return { proc, exit, signal }
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s aborts and names itself', (name) => {
    const { proc, exit, signal } = listen()
    proc.emit(name)
    expect(signal.reason).toEqual(new Cancelled(`cancelled by ${name}`))
    expect(exit).not.toHaveBeenCalled()
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('a second one, %s, exits with %i', (name, code) => {
    const { proc, exit } = listen()
    proc.emit('SIGINT')
    proc.emit(name)
    expect(exit).toHaveBeenCalledWith(code)
  })
})

describe('work under a signal', () => {
  test('ends as it ends when nobody aborts', async () => {
    const { signal } = new AbortController()
    await expect(raceAbort(Promise.resolve(1), signal)).resolves.toBe(1)
    await expect(raceAbort(Promise.reject(new Error('x')), signal)).rejects.toThrow('x')
  })

  test('has a moment to end by itself', async () => {
    const controller = new AbortController()
    const work = raceAbort(
      new Promise((resolve) => {
        controller.signal.addEventListener('abort', () => {
          resolve('told')
        })
      }),
      controller.signal,
    )
    controller.abort(new Cancelled('now'))
    await expect(work).resolves.toBe('told')
  })

  test('is left behind when it does not listen', async () => {
    const controller = new AbortController()
    const work = raceAbort(never(), controller.signal)
    controller.abort(new Cancelled('now'))
    await expect(work).rejects.toEqual(new Cancelled('now'))
  })

  test('does not start after the abort', async () => {
    const signal = AbortSignal.abort(new Cancelled('before'))
    await expect(raceAbort(Promise.resolve(1), signal)).rejects.toThrow('before')
  })
})

describe('a deadline', () => {
  const { signal } = new AbortController()
  const timeout = durationOfMinutes(5)

  test('aborts the work and says what has passed', async () => {
    const clock = createSystemClock({ now: Date.now, speed: 1e9 })
    const work = withDeadline({ clock, timeout, signal }, async (limits) => {
      await new Promise((resolve) => {
        limits.signal.addEventListener('abort', resolve)
      })
      throw limits.signal.reason as Error
    })
    await expect(work).rejects.toEqual(new DeadlinePassed("the run's timeout of PT5M has passed"))
  })

  test('is forgotten once the work is done', async () => {
    const clock = createSystemClock()
    const before = Date.now()
    const limits = await withDeadline(
      { clock, timeout, signal },
      async (given) => await Promise.resolve(given),
    )
    expect(limits.deadline).toBeGreaterThanOrEqual(before + timeout.ms)
    expect(limits.signal.aborted).toBe(false)
  })

  test('passes on the cancellation', async () => {
    const controller = new AbortController()
    const clock = createSystemClock()
    await withDeadline({ clock, timeout, signal: controller.signal }, async (limits) => {
      controller.abort(new Cancelled('now'))
      expect(limits.signal.reason).toEqual(new Cancelled('now'))
      await Promise.resolve()
    })
  })
})

describe('the clock', () => {
  test('gives whole ms of another time, and sleeps in it', async () => {
    let now = 1000.7
    const clock = createSystemClock({ now: () => now, speed: 1e6 })
    expect(clock.now()).toBe(1000)
    await clock.sleep(60_000, new AbortController().signal)
    now = 2000
    expect(clock.now()).toBe(2000)
  })

  test('wakes with the reason of an abort', async () => {
    const controller = new AbortController()
    const asleep = createSystemClock().sleep(1e12, controller.signal)
    controller.abort(new Cancelled('now'))
    await expect(asleep).rejects.toEqual(new Cancelled('now'))
    await expect(createSystemClock().sleep(0, controller.signal)).rejects.toThrow('now')
  })
})

describe('side by side', () => {
  test('keeps the order and never does more at once than allowed', async () => {
    let running = 0
    let most = 0
    const answers = await mapConcurrent([5, 1, 3, 2, 4], 2, async (turns) => {
      running += 1
      most = Math.max(most, running)
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      running -= 1
      return turns * 10
    })
    expect(answers).toEqual([50, 10, 30, 20, 40])
    expect(most).toBe(2)
  })

  test('of nothing is nothing', async () => {
    expect(await mapConcurrent([], 4, never)).toEqual([])
  })
})

test('the version in the user agent is that of package.json', () => {
  const { version: published } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string
  }
  expect(version).toBe(published)
})
