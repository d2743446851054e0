import { expect, test } from '@jest/globals'
import {
  check,
  foundDisk,
  imageConfig,
  imageFacts,
  snapshot,
  source,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/os-disk-is-not-encrypted')

test('warns of an OS disk that Batch nodes cannot start from', () => {
  const osSource = source(foundDisk(snapshot({ encrypted: true })))
  expect(rule.severity).toBe('warning')
  const [problem] = check(rule, imageConfig(), imageFacts({ osSource }))
  expect(problem?.message).toContain('Azure Disk Encryption')
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
