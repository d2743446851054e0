import { describe, expect, test } from '@jest/globals'
import { configDigest } from '../../../src/run/config-digest.js'
import type { Config } from '../../../src/inputs/config.js'

const withProperties = (properties: NonNullable<Config['pool']>['properties']): Config => ({
  pool: { name: 'render', account: 'renderbatch', properties },
})
const of = (properties: NonNullable<Config['pool']>['properties']) =>
  configDigest(withProperties(properties))

describe('the digest of a config', () => {
  test('is the same for the same config in another order', () => {
    expect(configDigest({ image: { name: 'a', osType: 'Linux' }, pool: { name: 'p' } })).toBe(
      configDigest({ pool: { name: 'p' }, image: { osType: 'Linux', name: 'a' } }),
    )
  })

  test('is another for another config', () => {
    expect(of({ vmSize: 'a' })).not.toBe(of({ vmSize: 'b' }))
    expect(of({ vmSize: 'a' })).not.toBe(of({}))
  })

  test('does not hang on the order of a map, and does on that of a list', () => {
    expect(of({ a: { b: 1, c: 2 } })).toBe(of({ a: { c: 2, b: 1 } }))
    expect(of({ a: [1, 2] })).not.toBe(of({ a: [2, 1] }))
  })

  test.each([
    ['a password', (value: string) => ({ userAccounts: [{ name: 'u', password: value }] })],
    [
      'protected settings',
      (value: string) => ({ extensions: [{ protectedSettings: { key: value } }] }),
    ],
    [
      'a variable of the start task',
      (value: string) => ({ startTask: { environmentSettings: [{ name: 'TOKEN', value }] } }),
    ],
    [
      'the signature of a URL',
      (value: string) => ({ resourceFiles: [{ httpUrl: `https://a.b/c?sig=${value}` }] }),
    ],
  ])('does not hang on %s', (_, properties) => {
    expect(of(properties('one'))).toBe(of(properties('two')))
  })

  test('hangs on which variables there are', () => {
    const named = (name: string) => ({ startTask: { environmentSettings: [{ name, value: 'x' }] } })
    expect(of(named('A'))).not.toBe(of(named('B')))
  })
})
