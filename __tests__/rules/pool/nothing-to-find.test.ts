import { expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import type { Facts, PoolFacts } from '../../../src/model/facts.js'
import type { BatchAccount, Pool, Subnet, Usage, VmSize } from '../../../src/ports/azure.js'
import type { JsonObject } from '../../../src/shared/json.js'
import {
  account,
  existingPool,
  legacyConfig,
  legacyFacts,
  poolConfig,
  poolFacts,
} from '../../support/pool-facts.js'
import { azureRule, offlineRule } from '../../support/rules.js'

const apiVersionKnowsProperties = offlineRule('pool/api-version-knows-properties')
const managedImageNatPools = offlineRule('pool/managed-image-nat-pools')
const managedImageNodeLimit = offlineRule('pool/managed-image-node-limit')
const managedImagesHaveRetired = offlineRule('pool/managed-images-have-retired')
const nodeAgentIsGiven = offlineRule('pool/node-agent-is-given')
const oneKindOfNodes = offlineRule('pool/one-kind-of-nodes')
const resizeTimeoutSuitsSize = offlineRule('pool/resize-timeout-suits-size')
const ofConfig = [
  apiVersionKnowsProperties,
  managedImageNatPools,
  managedImageNodeLimit,
  managedImagesHaveRetired,
  nodeAgentIsGiven,
  oneKindOfNodes,
  resizeTimeoutSuitsSize,
]
const accountIsReady = azureRule('pool/account-is-ready')
const poolRights = azureRule('pool/caller-has-rights')
const checksWerePossible = azureRule('pool/checks-were-possible')
const dataPlaneIsReachable = azureRule('pool/data-plane-is-reachable')
const dedicatedCoreQuota = azureRule('pool/dedicated-core-quota')
const familyCoreQuota = azureRule('pool/family-core-quota')
const managedImageHasOnePool = azureRule('pool/managed-image-has-one-pool')
const managedImageNodesInTotal = azureRule('pool/managed-image-nodes-in-total')
const poolCountQuota = azureRule('pool/pool-count-quota')
const spotCoreQuota = azureRule('pool/spot-core-quota')
const subnetExists = azureRule('pool/subnet-exists')
const subnetHasAddresses = azureRule('pool/subnet-has-addresses')
const subnetIsNear = azureRule('pool/subnet-is-near')
const subnetIsNotDelegated = azureRule('pool/subnet-is-not-delegated')
const subscriptionCoreQuota = azureRule('pool/subscription-core-quota')
const userSubscriptionCommunicationCap = azureRule('pool/user-subscription-communication-cap')
const vmSizeBootsGeneration = azureRule('pool/vm-size-boots-generation')
const vmSizeFitsArchitecture = azureRule('pool/vm-size-fits-architecture')
const vmSizeFitsDiskController = azureRule('pool/vm-size-fits-disk-controller')
const vmSizeIsOffered = azureRule('pool/vm-size-is-offered')
const vmSizeTakesDataDisks = azureRule('pool/vm-size-takes-data-disks')
const vmSizeTakesAcceleratedNetworking = azureRule('pool/vm-size-takes-accelerated-networking')
const vmSizeTakesEphemeralDisk = azureRule('pool/vm-size-takes-ephemeral-disk')
const vmSizeTakesSpot = azureRule('pool/vm-size-takes-spot')
const vmSizeTakesTaskSlots = azureRule('pool/vm-size-takes-task-slots')
const withAzure = [
  ...[accountIsReady, poolRights, checksWerePossible, dataPlaneIsReachable, dedicatedCoreQuota],
  ...[familyCoreQuota, managedImageHasOnePool, managedImageNodesInTotal, poolCountQuota],
  ...[spotCoreQuota, subnetExists, subnetHasAddresses, subnetIsNear, subnetIsNotDelegated],
  ...[subscriptionCoreQuota, userSubscriptionCommunicationCap, vmSizeBootsGeneration],
  ...[vmSizeFitsArchitecture, vmSizeFitsDiskController, vmSizeIsOffered, vmSizeTakesDataDisks],
  ...[vmSizeTakesAcceleratedNetworking, vmSizeTakesEphemeralDisk, vmSizeTakesSpot],
  ...[vmSizeTakesTaskSlots],
]
interface Live {
  readonly sizes?: readonly VmSize[]
  readonly pools?: readonly Pool[]
  readonly subnet?: Partial<Subnet>
  readonly usages?: readonly Usage[]
  readonly more?: Partial<CheckFacts>
}
function size(capabilities: Readonly<Record<string, string>> = {}, name = 'Standard_D4s_v5') {
  return { name, family: 'standardDSv5Family', capabilities: { vCPUs: '4', ...capabilities } }
}
const networkId =
  '/subscriptions/s/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/nodes'
function found<T>(value: T) {
  return { kind: 'found', value } as const
}
function liveFacts({ sizes = [size()], pools = [], subnet, usages, more }: Live): CheckFacts {
  const usual = {
    id: `${networkId}/subnets/pools`,
    name: 'pools',
    addressPrefixes: ['10.0.0.0/27'],
    delegations: [],
    addressesInUse: 0,
  }
  return {
    mode: 'apply',
    vmSizes: found(sizes),
    pools: found(pools),
    ...(subnet !== undefined && {
      network: found({
        id: networkId,
        location: 'Korea Central',
        subnets: [{ ...usual, ...subnet }],
      }),
    }),
    ...(usages !== undefined && { usages: found(usages) }),
    ...more,
  }
}
/** Facts of a pool with everything read: one size, no other pools. */
function facts(live: Live = {}, pool: Partial<PoolFacts> = {}): Facts {
  return { ...poolFacts(pool), checks: liveFacts(live) }
}
function withQuota(properties: JsonObject, more: Partial<BatchAccount> = {}): Partial<PoolFacts> {
  return { account: account({ properties, ...more }) }
}
const inSubnet = (name: string): Config =>
  poolConfig({ networkConfiguration: { subnetId: `${networkId}/subnets/${name}` } })
const accountExists = azureRule('pool/account-exists')
const existingPoolCanBecomeIt = azureRule('pool/existing-pool-can-become-it')
const existingPoolIsUsable = azureRule('pool/existing-pool-is-usable')
const imageReferenceAgrees = azureRule('pool/image-reference-agrees')
const managedImageIsNear = azureRule('pool/managed-image-is-near')
const managedImagePurchasePlan = azureRule('pool/managed-image-purchase-plan')
const nodeAgentFitsOs = azureRule('pool/node-agent-fits-os')
const nodeAgentIsChosen = azureRule('pool/node-agent-is-chosen')
const nodeAgentResolves = azureRule('pool/node-agent-resolves')
const securityProfileFits = azureRule('pool/security-profile-fits')
const withFacts = [
  accountExists,
  existingPoolCanBecomeIt,
  existingPoolIsUsable,
  imageReferenceAgrees,
  managedImageIsNear,
  managedImagePurchasePlan,
  nodeAgentFitsOs,
  nodeAgentIsChosen,
  nodeAgentResolves,
  securityProfileFits,
]

test.each(ofConfig.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, or none',
  (_id, rule) => {
    expect(rule.check(poolConfig())).toEqual([])
    expect(rule.check({})).toEqual([])
  },
)

test.each(withAzure.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, none, and one of which nothing could be read',
  (_id, rule) => {
    const quotas = { dedicatedCoreQuota: 40, lowPriorityCoreQuota: 0, poolQuota: 1 }
    expect(rule.check(poolConfig(), facts({}, withQuota(quotas)))).toEqual([])
    expect(rule.check(inSubnet('POOLS'), facts({ subnet: {} }))).toEqual([])
    expect(rule.check(poolConfig(), facts({}, { existing: existingPool() }))).toEqual([])
    expect(rule.check(poolConfig(), poolFacts(withQuota({ dedicatedCoreQuota: 0 })))).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)

test.each(withFacts.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, or none',
  (_id, rule) => {
    expect(rule.check(poolConfig(), poolFacts())).toEqual([])
    expect(rule.check(poolConfig(), poolFacts({ existing: existingPool() }))).toEqual([])
    expect(rule.check(legacyConfig(), legacyFacts())).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)
