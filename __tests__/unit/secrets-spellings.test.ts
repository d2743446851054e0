import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createHider } from '../../src/report/hide-secrets.js'

const percent = (text: string, upper: boolean, all: boolean): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      if (!all && /[A-Za-z0-9._-]/.test(character)) return character
      const digits = byte.toString(16).padStart(2, '0')
      return `%${upper ? digits.toUpperCase() : digits}`
    })
    .join('')
const each = (text: string, spell: (code: number) => string): string =>
  Array.from({ length: text.length }, (_, at) => spell(text.charCodeAt(at))).join('')
const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1)

const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'percent-encoded': encodeURIComponent,
  'percent-encoded, lower case': (secret) => percent(secret, false, false),
  'percent-encoded whole': (secret) => percent(secret, true, true),
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'percent-encoded twice, lower case': (secret) =>
    percent(secret, false, true).replace(/%/g, '%25'),
  JSON: jsonText,
  'JSON in JSON': (secret) => jsonText(jsonText(secret)),
  'JSON in JSON in JSON': (secret) => jsonText(jsonText(jsonText(secret))),
  '\\u escapes': (secret) => each(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  '\\U escapes': (secret) =>
    each(secret, (code) => `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`),
  'HTML entities': (secret) =>
    secret
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;'),
  'numbered entities': (secret) => each(secret, (code) => `&#${String(code)};`),
  'hexadecimal entities': (secret) => each(secret, (code) => `&#x${code.toString(16)};`),
  'cut over lines': (secret) => `${secret.slice(0, 4)}\n  ${secret.slice(4)}`,
  'base64, first alignment': (secret) => Buffer.from(secret).toString('base64'),
  'base64, second alignment': (secret) => Buffer.from(`:${secret}:`).toString('base64'),
  'base64, third alignment': (secret) => Buffer.from(`ab${secret}cd`).toString('base64'),
  base64url: (secret) => Buffer.from(`a${secret}`).toString('base64url'),
  'base64 cut over lines': (secret) =>
    Buffer.from(secret)
      .toString('base64')
      .replace(/(.{5})/g, '$1\r\n'),
}
const places: Readonly<Record<string, (text: string) => string>> = {
  alone: (text) => text,
  'in a sentence': (text) => `the value '${text}' is not valid`,
  'in a query': (text) => `https://host/path?a=b&key=${text}&c=d`,
  'in JSON': (text) => `{"error":{"message":"bad ${text}"}}`,
  'in HTML': (text) => `<p>${text}</p>`,
}

const printable = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' })
// Where a line is cut, blanks at the beginning of the next one are nobody's.
const secretText = printable.filter((text) => text.trim() === text && text.charAt(4) !== ' ')

describe('a secret of eight characters and more', () => {
  test('is not seen in any spelling at any place', () => {
    let triples = 0
    fc.assert(
      fc.property(
        secretText,
        fc.constantFrom(...Object.keys(spellings)),
        fc.constantFrom(...Object.keys(places)),
        (secret, spelling, place) => {
          const hider = createHider()
          hider.learn(secret)
          const spelled = spellings[spelling]!(secret)
          const shown = hider.text(places[place]!(spelled))
          // Of base64 the outermost digits hold bits of what stands beside the secret.
          const core = /base64/.test(spelling) ? spelled.slice(4, -6) : spelled
          // Two letters of it may stand in the words around it.
          fc.pre(!places[place]!('').includes(core))
          expect(shown).not.toContain(core)
          expect(shown).toContain('***')
          triples += 1
        },
      ),
      { numRuns: 6_000 },
    )
    expect(triples).toBeGreaterThanOrEqual(5_000)
    console.log(`${String(triples)} triples of secret, spelling and place`)
  })
})

test('a shorter one is hidden as a word of its own, and stays a part of others', () => {
  const hider = createHider()
  hider.learn('fox12')
  expect(hider.text('the fox12, "fox12" and %66ox12')).toBe('the ***, "***" and ***')
  expect(hider.text('firefox123')).toBe('firefox123')
})
