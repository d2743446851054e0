import { expect, test } from '@jest/globals'
import { settleNoProxy } from '../../../src/azure/no-proxy.js'

const proxy = { HTTPS_PROXY: 'http://proxy:8080', http_proxy: 'http://proxy:8080' }

function settled(env: Record<string, string>): Record<string, string | undefined> {
  const copy = { ...env }
  settleNoProxy(copy)
  return copy
}

test.each([
  ['azure.com', '.azure.com'],
  ['.azure.com', '.azure.com'],
  ['*.Azure.com, localhost', '.azure.com,.localhost'],
  ['management.azure.com:443 10.0.0.7', '.management.azure.com,10.0.0.7'],
  [' , ', ''],
])('%s means %s, in either letter case of the variable', (given, meant) => {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    expect(settled({ ...proxy, [name]: given })).toEqual({
      ...proxy,
      ...{ NO_PROXY: meant, no_proxy: meant },
    })
  }
})

test.each(['*', 'a.example, *'])('%s takes every proxy away', (given) => {
  expect(settled({ ...proxy, NO_PROXY: given })).toEqual({ NO_PROXY: given })
})

test('without it nothing changes', () => {
  expect(settled(proxy)).toEqual(proxy)
})
