import { describe, expect, test } from '@jest/globals'
import { createForecast } from '../../../src/apply/forecast.js'

const second = 1000

/** Looks at work of which `progressAt` says how far it is, until it is done; the usual pause is 20 seconds. */
function looksAt(doneAt: number, progressAt: (at: number) => number | undefined) {
  const forecast = createForecast(0)
  const looks: number[] = []
  for (let at = 0; ; at += forecast.pauseMs(20 * second)) {
    looks.push(at)
    if (at >= doneAt) return { count: looks.length, lateMs: at - doneAt }
    forecast.see(at, progressAt(at))
  }
}

/** As Azure tells it: whole percents. */
function percents(share: number): number {
  return Math.floor(100 * share) / 100
}

describe('looks at work that tells its progress', () => {
  test.each([61, 100, 145, 240, 490, 1190, 3571])(
    'end within two percent of its %d seconds, and are no more than usual',
    (seconds) => {
      const doneAt = seconds * second
      const { count, lateMs } = looksAt(doneAt, (at) => percents(at / doneAt))
      expect(lateMs).toBeLessThanOrEqual(Math.max(3 * second, 0.02 * doneAt))
      expect(count).toBeLessThanOrEqual(Math.ceil(seconds / 20) + 3)
    },
  )

  test.each<[string, (share: number) => number | undefined]>([
    ['stands still before its end', (share) => percents(Math.min(0.9, 2 * share))],
    [
      'is slower from its middle on',
      (share) => percents(share < 0.5 ? 1.6 * share : 0.6 + 0.4 * share),
    ],
    ['goes back', (share) => percents(Math.abs(Math.sin(9 * share)))],
    ['is told at times only', (share) => (Math.floor(share * 50) % 2 === 0 ? share : undefined)],
  ])('are not many more than usual where it %s', (_, progress) => {
    const doneAt = 1200 * second
    const { count, lateMs } = looksAt(doneAt, (at) => progress(at / doneAt))
    expect(count).toBeLessThanOrEqual(80)
    expect(lateMs).toBeLessThanOrEqual(60 * second)
  })

  test.each<[string, number | undefined]>([
    ['none', undefined],
    ['nothing done', 0],
    ['all done, and yet more to come', 1],
  ])('come as usual where it is %s', (_, progress) => {
    expect(looksAt(600 * second, () => progress)).toEqual({ count: 31, lateMs: 0 })
  })

  test('come once a minute at least, so that a failure is seen', () => {
    const forecast = createForecast(0)
    for (let at = 0; at <= 600 * second; at += 60 * second) {
      forecast.see(at, at / (86_400 * second))
      expect(forecast.pauseMs(20 * second)).toBeLessThanOrEqual(60 * second)
    }
  })
})
