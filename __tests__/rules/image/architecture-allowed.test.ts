import { expect, test } from '@jest/globals'
import {
  check,
  foundDisk,
  imageConfig,
  imageFacts,
  snapshot,
  source,
  straightFacts,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/architecture-allowed')

const osSource = source(foundDisk(snapshot({ architecture: 'Arm64' })))

test('no managed image is made for Arm', () => {
  const [problem] = check(rule, imageConfig(), imageFacts({ osSource }))
  expect(problem?.message).toContain('is Arm64')
  expect(problem?.help).toContain('gallery-source: snapshots')
})

test('a gallery version may be, and x64 and the unstated are fine', () => {
  expect(check(rule, imageConfig(), straightFacts({ osSource }))).toEqual([])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
  const x64 = source(foundDisk(snapshot({ architecture: 'x64' })))
  expect(check(rule, imageConfig(), imageFacts({ osSource: x64 }))).toEqual([])
})
