import { expect, test } from '@jest/globals'
import { check, foundVm, imageConfig, imageFacts, source } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/os-type-agrees')

const windows = imageConfig({ osType: 'Windows' })

test('an OS type that contradicts the snapshot or the VM is refused', () => {
  const [problem] = check(rule, windows, imageFacts())
  expect(problem).toMatchObject({ at: ['image', 'osType'] })
  expect(problem?.message).toMatch(/^OS type Windows is given, but snapshot .*\/os is Linux$/)
  expect(check(rule, windows, imageFacts({ osSource: source(foundVm()) }))).toHaveLength(1)
})

test('the same, and none given, are fine', () => {
  expect(check(rule, imageConfig({ osType: 'Linux' }), imageFacts())).toEqual([])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
