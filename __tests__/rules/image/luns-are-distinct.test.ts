import { expect, test } from '@jest/globals'
import { check } from '../../support/image-facts.js'
import { offlineRule } from '../../support/rules.js'

const rule = offlineRule('image/luns-are-distinct')

test('a LUN that two snapshots ask for is told with both', () => {
  const dataSnapshots = [{ lun: 1, source: 'a' }, { source: 'b' }, { lun: 1, source: 'c' }]
  expect(check(rule, { image: { dataSnapshots } })).toMatchObject([
    { at: ['image', 'dataSnapshots', 2, 'lun'], message: 'LUN 1 is given to a and to c' },
  ])
})

test('LUNs end at 63', () => {
  const image = (lun: number) => ({ image: { dataSnapshots: [{ lun, source: 'a' }] } })
  expect(check(rule, image(63))).toEqual([])
  expect(check(rule, image(64))).toMatchObject([{ message: 'LUN 64 of a is too high' }])
})

test('an image has at most 64 data disks', () => {
  const image = (count: number) => ({
    image: { dataDiskSources: Array.from({ length: count }, (_, index) => `d${String(index)}`) },
  })
  expect(check(rule, image(64))).toEqual([])
  expect(check(rule, image(65))).toMatchObject([{ at: ['image', 'dataDiskSources'] }])
})
