import { expect, test } from '@jest/globals'
import { osDiskIsNotEncrypted as rule } from '../../../src/rules/image/os-disk-is-not-encrypted.js'
import {
  check,
  foundDisk,
  imageConfig,
  imageFacts,
  snapshot,
  source,
} from '../../support/image-facts.js'

test('warns of an OS disk that Batch nodes cannot start from', () => {
  const osSource = source(foundDisk(snapshot({ encrypted: true })))
  expect(rule.severity).toBe('warning')
  const [problem] = check(rule, imageConfig(), imageFacts({ osSource }))
  expect(problem?.message).toContain('Azure Disk Encryption')
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
