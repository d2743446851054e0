import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hideSecretFields } from '../../../src/secrets/secret-fields.js'

describe('the value of what is named like a secret is hidden', () => {
  test.each([
    ['accountKey=Zm9v==;next=1', 'accountKey=***;next=1'],
    ['{"accountKey":"Zm9v","a":1}', '{"accountKey":"***","a":1}'],
    [`{ password: 'it "is" so', a: 1 }`, `{ password: '***', a: 1 }`],
    ['adminPassword: hunter2', 'adminPassword: ***'],
    ['password:hunter', 'password:***'],
    ['"sig" : "a b"', '"sig" : "***"'],
    ['sv=1&sig=abc%2B1&se=2', 'sv=1&sig=***&se=2'],
    ['of https%3A%2F%2Fa%2Fb%3Fsv%3D1%26sig%3Dabc%252B1%26se%3D2 x', /^of \S*%26sig%3D\*\*\* x$/],
    ['sig%253Dabc x', 'sig%253D*** x'],
    ['%7B%22accountKey%22%3A%22Zm9v%22%7D', '%7B%22accountKey%22%3A***'],
    ['{"password":"cut off, so nobody kn', '{"password":"***'],
  ])('%s', (text, shown) => {
    expect(hideSecretFields(text)).toEqual(
      shown instanceof RegExp ? expect.stringMatching(shown) : shown,
    )
  })

  test('whole, in JSON within JSON, logged or not', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.boolean(), fc.string(), (times, isInspected, part) => {
        let text = JSON.stringify({ a: 1, password: `s3cret "${part}" s3cret`, b: 'end' })
        for (let time = 0; time < times; time += 1) text = JSON.stringify({ body: text })
        expect(hideSecretFields(isInspected ? inspect(text) : text)).not.toContain('s3cret')
      }),
    )
  })

  test('and what comes behind it is shown', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.stringMatching(/^["'a-z ]*x$/), (times, secret) => {
        let text = JSON.stringify({ password: secret, b: 'end' })
        let shown = JSON.stringify({ password: '***', b: 'end' })
        for (let time = 0; time < times; time += 1) {
          text = JSON.stringify({ body: text })
          shown = JSON.stringify({ body: shown })
        }
        expect(hideSecretFields(text)).toBe(shown)
      }),
    )
  })
})

test.each([
  'the password: must be longer',
  `the property 'accountKey': is missing.`,
  'design=1 and a signal: 2, passwordless=true',
  'https://a.example/?api-version=1',
])('what is no secret stays: %s', (text) => {
  expect(hideSecretFields(text)).toBe(text)
})
