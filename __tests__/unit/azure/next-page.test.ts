import { expect, test } from '@jest/globals'
import { pageLinks } from '../../../src/azure/next-page.js'
import { AzureFailure } from '../../../src/shared/errors.js'

test('a list whose pages always lead on is given up', () => {
  const check = pageLinks({ operation: 'list the pools', resource: '/subscriptions/s' })
  let pages = 0
  expect(() => {
    for (; pages < 100_000; pages += 1) check(`https://management.azure.com/next?${String(pages)}`)
  }).toThrow(AzureFailure)
  expect(pages).toBe(1_000)
})
