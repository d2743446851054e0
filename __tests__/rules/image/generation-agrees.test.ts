import { expect, test } from '@jest/globals'
import {
  check,
  dataSnapshot,
  foundDisk,
  foundVm,
  imageConfig,
  imageFacts,
  snapshot,
  source,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/generation-agrees')

const v1 = imageConfig({ hyperVGeneration: 'V1' })

test('a generation other than the one that the snapshot states is refused', () => {
  expect(check(rule, v1, imageFacts())).toMatchObject([
    { at: ['image', 'hyperVGeneration'], help: 'leave hyper-v-generation out, or give V2' },
  ])
})

test("a VM's generation is the one of its OS disk", () => {
  const facts = imageFacts({ osSource: source(foundVm({}, snapshot())) })
  expect(check(rule, v1, facts)).toHaveLength(1)
  expect(check(rule, v1, imageFacts({ osSource: source(foundVm()) }))).toEqual([])
})

test('the same, none given, and none stated are fine', () => {
  expect(check(rule, imageConfig({ hyperVGeneration: 'V2' }), imageFacts())).toEqual([])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
  const unstated = source(foundDisk(dataSnapshot('os')))
  expect(check(rule, v1, imageFacts({ osSource: unstated }))).toEqual([])
})
