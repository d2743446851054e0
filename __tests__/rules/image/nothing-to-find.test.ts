import { expect, test } from '@jest/globals'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import type { Facts } from '../../../src/model/facts.js'
import type { Disk, VirtualMachine } from '../../../src/ports/azure.js'
import { imageConfig, imageFacts } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const imageRights = azureRule('image/caller-has-rights')
const networkAccessAllowsCopies = azureRule('image/network-access-allows-copies')
const originHasNoExtensions = azureRule('image/origin-has-no-extensions')
const originIsSupported = azureRule('image/origin-is-supported')
const snapshotsAreAvailable = azureRule('image/snapshots-are-available')
const rules = [
  ...[imageRights, networkAccessAllowsCopies, originHasNoExtensions, originIsSupported],
  snapshotsAreAvailable,
]
const disk: Disk = {
  id: '/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Compute/disks/os',
  kind: 'disk',
  location: 'westeurope',
  tags: {},
}
const machine: VirtualMachine = { id: 'vm-1', location: 'westeurope', tags: {} }
function withOrigin(facts: Facts, origin: { disk: Disk; machine?: VirtualMachine }): Facts {
  const live: CheckFacts = { mode: 'apply', origin: { kind: 'found', value: origin } }
  return { ...facts, checks: live }
}

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound image, nor against none',
  (_id, rule) => {
    expect(rule.check(imageConfig(), imageFacts())).toEqual([])
    expect(rule.check(imageConfig(), withOrigin(imageFacts(), { disk, machine }))).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)
