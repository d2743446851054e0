import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { redact, redactUrl } from '../../../src/secrets/redact.js'

const token = `eyJ${'a'.repeat(20)}.${'b'.repeat(30)}.${'c-_'.repeat(9)}`

test.each([
  ['a bearer token', `authorization: Bearer ${token}`, token],
  ['a name and a password', 'Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['an opaque bearer token', 'Authorization: Bearer simulated/token+1=', 'simulated/token'],
  ['a client secret in a form', 'client_id=1&client_secret=s3~cr.t&scope=x', 's3~cr.t'],
  ['an assertion in a form', `client_assertion=${token}`, token],
  ['a token in JSON', '{"access_token": "opaque value", "expires_in": 1}', 'opaque value'],
  ['a SAS', 'https://a.blob.core.windows.net/c/d.vhd?sv=2020&sig=abc%2Bd%3D&se=1', 'abc%2Bd'],
  ['a SAS without its host', 'blob d.vhd?sv=1&sig=abc%2Bd%3D', 'abc%2Bd'],
  [
    'the query of a signed operation URL',
    'Polling from: https://management.azure.com/x/operations/1?p=PPP&api-version=2026-03-01&t=TTT&c=MIIC&s=SSS&h=HHH',
    /PPP|TTT|MIIC|SSS|HHH/,
  ],
  ['a password in a URL', 'https://user:pass@example.com/x', 'pass'],
])('hides %s', (_, text, secret) => {
  expect(redact(text)).not.toMatch(secret)
})

test('hides the values it is told are secret', () => {
  expect(redact('said: hunter2!', ['hunter2'])).toBe('said: ***!')
})

test('keeps what helps: path, API version, codes and ids', () => {
  const text =
    'GET https://management.azure.com/subscriptions/s/images/i?api-version=2026-03-01 409 Conflict (request id 1-2)'
  expect(redact(text)).toBe(text)
})

test('leaves ordinary messages of Azure as they are', () => {
  const text =
    "The resource 'render' was not found. See https://aka.ms/ARMResourceNotFoundFix for more on basic networking."
  expect(redact(text)).toBe(text)
})

describe('redactUrl', () => {
  test('shows no value of a query parameter that it does not know', () => {
    const word = fc.stringMatching(/^[a-z]{8,12}$/)
    const check = fc.property(word, word, (name, value) => {
      const shown = redactUrl(`https://host/path?${name}=${value}&api-version=1`)
      expect(shown).toBe(`https://host/path?${name}=***&api-version=1`)
    })
    fc.assert(check)
  })
})

test('what a token looks like is written down in one place', () => {
  const root = join(import.meta.dirname, '..', '..', '..', 'src')
  const knowing = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('simulator'))
    .filter((name) => /eyJ\[|BEGIN \[A-Z|\bbearer\|/.test(readFileSync(join(root, name), 'utf8')))
  expect(knowing.map((name) => name.replaceAll('\\', '/'))).toEqual(['secrets/shapes.ts'])
})
