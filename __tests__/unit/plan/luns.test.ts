import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { assignLuns, type Unplaced } from '../../../src/model/luns.js'

const kind = fc.constantFrom<Unplaced['kind'][]>('snapshot', 'disk', 'vhd')

describe('LUNs of data disks', () => {
  test('what is given is kept, the others take the lowest free numbers in their order', () => {
    const snapshot = { kind: 'snapshot', regroup: false } as const
    const disks = [snapshot, { ...snapshot, lun: 0 }, { ...snapshot, lun: 2 }, snapshot, snapshot]
    expect(assignLuns(disks).map(({ lun }) => lun)).toEqual([1, 0, 2, 3, 4])
  })

  test('general sources are regrouped as az does: VHDs, snapshots, disks, each in their order', () => {
    fc.assert(
      fc.property(fc.array(kind), (kinds) => {
        const given = kinds.map((each, index) => ({ kind: each, regroup: true, index }))
        const placed = assignLuns(given)
        expect(placed.map(({ lun }) => lun)).toEqual(given.map((_, index) => index))
        const rank = ['vhd', 'snapshot', 'disk']
        const sorted = [...given].sort(
          (a, b) => rank.indexOf(String(a.kind)) - rank.indexOf(String(b.kind)),
        )
        expect(placed.map(({ index }) => index)).toEqual(sorted.map(({ index }) => index))
      }),
    )
  })

  test('snapshots keep their order, and no two get the same number', () => {
    const lun = fc.option(fc.nat(63), { nil: undefined })
    const selector = (given: number | undefined, index: number) => given ?? `none ${String(index)}`
    fc.assert(
      fc.property(fc.array(lun, { maxLength: 64 }), (given) => {
        fc.pre(new Set(given.map(selector)).size === given.length)
        const disks = given.map((each, index) => ({
          kind: 'snapshot' as const,
          regroup: false,
          index,
          ...(each !== undefined && { lun: each }),
        }))
        const placed = assignLuns(disks)
        expect(placed.map(({ index }) => index)).toEqual(disks.map(({ index }) => index))
        expect(new Set(placed.map((disk) => disk.lun)).size).toBe(given.length)
        for (const { index, lun: got } of placed) expect(given[index] ?? got).toBe(got)
      }),
    )
  })
})
