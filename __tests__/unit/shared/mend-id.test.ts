import { describe, expect, test } from '@jest/globals'
import { armTypes } from '../../../src/shared/arm-id.js'
import { mendId } from '../../../src/shared/mend-id.js'

const account = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a'

describe('the ID that a text was meant to be', () => {
  test.each([
    [`${account}/`],
    [account.slice(1)],
    [`/${account}`],
    [`${account}/pools/p`],
    [`https://portal.azure.com/#@contoso.com/resource${account}/overview`],
    [`https://portal.azure.us/#resource${account}`],
    [`https://management.azure.com${account}?api-version=2025-06-01`],
    [` ${account} `],
  ])('%s', (text) => {
    expect(mendId(text, [armTypes.batchAccount])).toBe(account)
  })

  test.each([
    ['renderbatch'],
    ['/subscriptions/s/resourceGroups/g'],
    ['/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i'],
    [account.slice(0, -1)],
  ])('none in %s', (text) => {
    expect(mendId(text, [armTypes.batchAccount])).toBeUndefined()
  })

  test('the deepest of the types asked for', () => {
    const version =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/i/versions/1.0.0'
    const types = [armTypes.imageDefinition, armTypes.imageVersion]
    expect(mendId(`${version}/`, types)).toBe(version)
    expect(
      mendId(
        'subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/i',
        types,
      ),
    ).toBe('/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/i')
  })
})
