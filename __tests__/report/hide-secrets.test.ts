import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createHider } from '../../src/report/hide-secrets.js'
import { cpuMs } from '../support/cpu-ms.js'
import { hostile } from './hostile.js'

function hiderOf(...secrets: readonly string[]) {
  const hider = createHider()
  secrets.forEach(hider.learn)
  return hider
}

describe('a value that is known to be secret', () => {
  const secret = 'p@ss "w0rd" & |x?'

  test.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ password: secret })],
    ['in JSON within JSON', JSON.stringify({ body: JSON.stringify({ password: secret }) })],
    ['in a URL', `https://a.example/?p=${encodeURIComponent(secret)}`],
    ['in base64', Buffer.from(secret).toString('base64')],
  ])('is hidden %s', (_, text) => {
    const { text: hide } = hiderOf(secret)
    expect(hide(`before ${text} after`)).toMatch(/^before .*\*\*\*.* after$/)
    expect(hide(text)).not.toMatch(/w0rd|dzByZC/)
  })

  test('is hidden wherever it stands, and nothing else is', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.stringMatching(/^[!-~]{8,20}\d$/), (a, b, value) => {
        fc.pre(!`${a} ${b}`.includes(value.slice(0, 4)))
        expect(hiderOf(value).text(`${a} ${value} ${b}`)).toBe(`${a} *** ${b}`)
      }),
    )
  })

  test('is hidden line by line: a log has one line of it', () => {
    const { text } = hiderOf('-----BEGIN KEY-----\nc2VjcmV0MQ==\r\nc2VjcmV0Mg==')
    expect(text('the key c2VjcmV0MQ== c2VjcmV0Mg==')).toBe('the key *** ***')
  })

  test('is hidden whole where another one is a part of it', () => {
    expect(hiderOf('hunter2', 'hunter2hunter2').text('hunter2hunter2 hunter2')).toBe('*** ***')
  })

  test.each(['abc', 'render', 'x-12'])('of less than eight characters is a word: %s', (value) => {
    const { text } = hiderOf(value)
    expect(text(`pool ${value} in a${value}b`)).toBe(`pool *** in a${value}b`)
  })

  test('costs as little among thousands of others', () => {
    const secretsOf = (count: number): readonly string[] =>
      Array.from({ length: count }, (_, index) => `${String(index)}s3cret-${String(index)}-x`)
    const cost = (count: number): number => {
      const { text } = hiderOf(...secretsOf(count))
      const long = `${'nothing of it '.repeat(20_000)}${secretsOf(count).at(-1) ?? ''}`
      const hide = (): void => {
        expect(text(long)).toMatch(/ \*\*\*$/)
      }
      return Math.min(...[1, 2, 3].map(() => cpuMs(hide)))
    }
    // About the same; a thousand times as much where each is looked for on its own.
    expect(cost(20_000)).toBeLessThan(20 * cost(20) + 100)
  }, 60_000)
})

describe('plain data', () => {
  test('is the same without the secret; what was one object stays one', () => {
    const step = { title: 'make hunter2', count: 3, none: null, not: undefined }
    const { all } = hiderOf('hunter2')
    const shown = all({ steps: [step], events: [{ step, at: 1 }] })
    expect(shown).toEqual({
      steps: [{ ...step, title: 'make ***' }],
      events: [{ step: { ...step, title: 'make ***' }, at: 1 }],
    })
    expect(shown.events[0]?.step).toBe(shown.steps[0])
  })

  test('is left alone where nothing is secret', () => {
    const data = { a: ['b'] }
    expect(createHider().all(data)).toBe(data)
  })
})
