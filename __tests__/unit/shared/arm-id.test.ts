import { describe, expect, test } from '@jest/globals'
import {
  armTypes,
  hasType,
  imageVersionId,
  parentId,
  parseArmId,
  sameId,
  snapshotId,
} from '../../../src/shared/arm-id.js'
import { normaliseRegion, sameRegion } from '../../../src/shared/region.js'

const scope = { subscriptionId: 's-1', resourceGroup: 'rg_(prod).1-x' }

describe('parseArmId', () => {
  test('takes a resource id apart and keeps it as typed', () => {
    const text = '/SUBSCRIPTIONS/S-1/resourcegroups/RG/Providers/microsoft.compute/SNAPSHOTS/Os'
    const id = parseArmId(text)
    expect(id).toMatchObject({ text, subscriptionId: 'S-1', resourceGroup: 'RG', name: 'Os' })
    expect(id && hasType(id, armTypes.snapshot)).toBe(true)
    expect(id && hasType(id, armTypes.disk)).toBe(false)
  })

  test('knows the levels of a nested resource', () => {
    const definition =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/a/images/b'
    const id = parseArmId(imageVersionId(definition, '1.2.3'))
    expect(id?.types).toEqual(['galleries', 'images', 'versions'])
    expect(id?.names).toEqual(['a', 'b', '1.2.3'])
    expect(id?.type).toBe(armTypes.imageVersion)
    expect(id && parentId(id)).toBe(definition)
  })

  test('has no parent at the top level', () => {
    const id = parseArmId(snapshotId(scope, 'os'))
    expect(id && parentId(id)).toBeUndefined()
  })

  test.each([
    '',
    'os',
    'subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/snapshots/os',
    `${snapshotId(scope, 'os')}/`,
    `${snapshotId(scope, 'os')} `,
    ` ${snapshotId(scope, 'os')}`,
    snapshotId(scope, ''),
    snapshotId({ subscriptionId: '', resourceGroup: 'g' }, 'os'),
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/snapshots',
    '/subscriptions/s/resourceGroups/g',
    '/subscriptions/s/providers/Microsoft.Compute/locations/westeurope',
    '//subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/snapshots/os',
    'https://example.blob.core.windows.net/vhds/os.vhd',
  ])('refuses %j', (text) => {
    expect(parseArmId(text)).toBeUndefined()
  })

  test('ids are compared without regard to letter case', () => {
    expect(sameId(snapshotId(scope, 'Os'), snapshotId(scope, 'os').toUpperCase())).toBe(true)
    expect(sameId(snapshotId(scope, 'os'), snapshotId(scope, 'os2'))).toBe(false)
    expect(sameId(undefined, undefined)).toBe(false)
  })
})

describe('regions', () => {
  test.each([
    ['West Europe', 'westeurope'],
    ['WESTEUROPE', 'westeurope'],
    ['US Gov Virginia', 'usgovvirginia'],
    ['(Europe) West Europe', 'europewesteurope'],
  ])('%s is %s', (written, short) => {
    expect(normaliseRegion(written)).toBe(short)
  })

  test('an unstated region equals nothing', () => {
    expect(sameRegion('West Europe', 'westeurope')).toBe(true)
    expect(sameRegion(undefined, undefined)).toBe(false)
  })
})
