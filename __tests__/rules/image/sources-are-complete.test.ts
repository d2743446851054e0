import { expect, test } from '@jest/globals'
import type { Disk } from '../../../src/ports/azure.js'
import {
  check,
  foundDisk,
  foundVm,
  imageConfig,
  imageFacts,
  snapshot,
  source,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/sources-are-complete')

test.each<[Partial<Disk>, string, string]>([
  [{ completionPercent: 42.5 }, 'is still being copied: 42.5 %', 'wait until'],
  [{ provisioningState: 'Updating' }, 'is in state Updating', 'wait until'],
  [{ provisioningState: 'Failed' }, 'is in state Failed', 'create the snapshot again'],
])('%j is not ready', (state, message, help) => {
  const facts = imageFacts({ osSource: source(foundDisk(snapshot(state))) })
  const [problem] = check(rule, imageConfig(), facts)
  expect(problem?.message).toContain(message)
  expect(problem?.help).toContain(help)
})

test.each<[Partial<Disk>]>([[{ completionPercent: 100 }], [{}]])('%j is ready', (state) => {
  const facts = imageFacts({ osSource: source(foundDisk(snapshot(state))) })
  expect(check(rule, imageConfig(), facts)).toEqual([])
})

test('the disk of a VM is in use, whatever its state says', () => {
  const osSource = source(foundVm({}, snapshot({ provisioningState: 'Updating' })))
  expect(check(rule, imageConfig(), imageFacts({ osSource }))).toEqual([])
})
