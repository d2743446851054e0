import { describe, expect, test } from '@jest/globals'
import {
  describeSource,
  sameSource,
  sourceOf,
  storageProfileOf,
  type VersionSource,
} from '../../../src/model/version-source.js'

const disks: VersionSource = {
  kind: 'disks',
  osId: '/S/os',
  data: [
    { lun: 0, id: '/S/a' },
    { lun: 3, id: '/S/b' },
  ],
}

describe('the source of a version', () => {
  test.each([[disks], [{ kind: 'image', id: '/S/i' } as const]])(
    'is read back as it is sent: %j',
    (source) => {
      expect(sourceOf({ storageProfile: storageProfileOf(source) })).toEqual(source)
    },
  )

  test('is found among what Azure adds to it', () => {
    const storageProfile = {
      source: { id: '/S/i' },
      osDiskImage: { sizeInGB: 30, hostCaching: 'None', source: {} },
      dataDiskImages: [{ lun: 0, sizeInGB: 10 }],
    }
    expect(sourceOf({ storageProfile })).toEqual({ kind: 'image', id: '/S/i' })
  })

  test('is a virtual machine where newer API versions say so', () => {
    const storageProfile = { source: { virtualMachineId: '/S/vm' } }
    expect(sourceOf({ storageProfile })).toEqual({ kind: 'image', id: '/S/vm' })
  })

  test.each([
    [{}],
    [{ storageProfile: {} }],
    [{ storageProfile: { osDiskImage: { source: { uri: 'https://a/b.vhd' } } } }],
    [
      {
        storageProfile: {
          osDiskImage: { source: { id: '/S/os' } },
          dataDiskImages: [{ lun: 0, source: { uri: 'https://a/b.vhd' } }],
        },
      },
    ],
  ])('is not known for %j', (properties) => {
    expect(sourceOf(properties)).toBeUndefined()
    expect(describeSource(sourceOf(properties))).toBe('a source that is not stated')
  })

  test('is the same in another order and letter case', () => {
    const same = { ...disks, osId: '/s/OS', data: [...disks.data].reverse() }
    expect(sameSource(disks, same)).toBe(true)
  })

  test.each<[VersionSource]>([
    [{ ...disks, osId: '/S/other' }],
    [{ ...disks, data: disks.data.slice(0, 1) }],
    [{ ...disks, data: disks.data.map(({ id }, lun) => ({ lun, id })) }],
    [{ kind: 'image', id: '/S/os' }],
  ])('is another one: %j', (other) => {
    expect(sameSource(disks, other)).toBe(false)
    expect(sameSource(other, disks)).toBe(false)
  })

  test('is described with its LUNs', () => {
    expect(describeSource(disks)).toBe('/S/os, /S/a at LUN 0, /S/b at LUN 3')
  })
})
