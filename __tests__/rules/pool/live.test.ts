import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Facts, PoolFacts } from '../../../src/model/facts.js'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import type { BatchAccount, Pool, Subnet, Usage, VmSize } from '../../../src/ports/azure.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { imageDefinition } from '../../support/gallery-facts.js'
import {
  account,
  accountId,
  existingPool,
  legacyConfig,
  legacyFacts,
  managedImageId,
  poolConfig,
  poolFacts,
  versionId,
  vm,
} from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'

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
const vmSizeTakesAcceleratedNetworking = azureRule('pool/vm-size-takes-accelerated-networking')
const vmSizeTakesDataDisks = azureRule('pool/vm-size-takes-data-disks')
const vmSizeTakesEphemeralDisk = azureRule('pool/vm-size-takes-ephemeral-disk')
const vmSizeTakesSpot = azureRule('pool/vm-size-takes-spot')
const vmSizeTakesTaskSlots = azureRule('pool/vm-size-takes-task-slots')

const networkId =
  '/subscriptions/s/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/nodes'

function size(capabilities: Readonly<Record<string, string>> = {}, name = 'Standard_D4s_v5') {
  return { name, family: 'standardDSv5Family', capabilities: { vCPUs: '4', ...capabilities } }
}

function found<T>(value: T) {
  return { kind: 'found', value } as const
}

interface Live {
  readonly sizes?: readonly VmSize[]
  readonly pools?: readonly Pool[]
  readonly subnet?: Partial<Subnet>
  readonly usages?: readonly Usage[]
  readonly more?: Partial<CheckFacts>
}

/** Facts of a pool with everything read: one size, no other pools. */
function facts(live: Live = {}, pool: Partial<PoolFacts> = {}): Facts {
  return { ...poolFacts(pool), checks: liveFacts(live) }
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

const inSubnet = (name: string): Config =>
  poolConfig({ networkConfiguration: { subnetId: `${networkId}/subnets/${name}` } })

const scale = (fixedScale: JsonObject): JsonObject => ({ scaleSettings: { fixedScale } })

function withQuota(properties: JsonObject, more: Partial<BatchAccount> = {}): Partial<PoolFacts> {
  return { account: account({ properties, ...more }) }
}

function otherPool(name: string, properties: JsonObject): Pool {
  const steady = { vmSize: 'STANDARD_D4S_V5', allocationState: 'Steady' }
  return { id: `${accountId}/pools/${name}`, properties: { ...steady, ...properties } }
}

const refused = {
  kind: 'unreadable',
  failure: new AzureFailure({
    operation: 'read',
    status: 403,
    error: { code: 'AuthorizationFailed', message: 'no', details: [] },
  }),
} as const

const all = [
  ...[accountIsReady, poolRights, checksWerePossible, dataPlaneIsReachable, dedicatedCoreQuota],
  ...[familyCoreQuota, managedImageHasOnePool, managedImageNodesInTotal, poolCountQuota],
  ...[spotCoreQuota, subnetExists, subnetHasAddresses, subnetIsNear, subnetIsNotDelegated],
  ...[subscriptionCoreQuota, userSubscriptionCommunicationCap, vmSizeBootsGeneration],
  ...[vmSizeFitsArchitecture, vmSizeFitsDiskController, vmSizeIsOffered, vmSizeTakesDataDisks],
  ...[vmSizeTakesAcceleratedNetworking, vmSizeTakesEphemeralDisk, vmSizeTakesSpot],
  ...[vmSizeTakesTaskSlots],
]

test.each(all.map((rule) => [rule.id, rule] as const))(
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

describe('the VM size', () => {
  test('that Batch does not offer is told with the nearest that it does', () => {
    const sizes = [size({}, 'Standard_D4s_v6'), size({}, 'Standard_NC4as_T4_v3')]
    expect(vmSizeIsOffered.check(poolConfig(), facts({ sizes }))).toEqual([
      {
        at: ['pool', 'properties', 'vmSize'],
        message: 'Batch does not offer VM size Standard_D4s_v5 in koreacentral',
        help: 'did you mean Standard_D4s_v6? All sizes: az batch location list-skus --location koreacentral',
      },
    ])
    const far = poolConfig({ vmSize: 'Basic_A0' })
    expect(vmSizeIsOffered.check(far, facts({ sizes }))[0]?.help).toMatch(/^choose one of/)
    expect(vmSizeIsOffered.check(far, facts({ sizes: [] }))).toEqual([])
  })

  test('boots the generation of the image', () => {
    const only = (generations: string) =>
      facts({ sizes: [size({ HyperVGenerations: generations })] })
    expect(vmSizeBootsGeneration.check(poolConfig(), only('V1,V2'))).toEqual([])
    expect(vmSizeBootsGeneration.check(poolConfig(), only('V1'))).toMatchObject([
      {
        message:
          'Standard_D4s_v5 boots images of generation V1 only, the image is V2: no node would start',
      },
    ])
    const own = poolConfig(vm({ imageReference: { publisher: 'canonical' } }))
    expect(vmSizeBootsGeneration.check(own, only('V1'))).toEqual([])
  })

  test('has the processors that the image is for', () => {
    const arm = facts({ sizes: [size({ CpuArchitectureType: 'Arm64' })] })
    expect(vmSizeFitsArchitecture.check(poolConfig(), arm)).toMatchObject([
      {
        message: 'Standard_D4s_v5 has Arm64 processors, the image is for x64: no node would start',
      },
    ])
    const given = { ...arm.given!, definition: imageDefinition({ architecture: 'arm64' }) }
    const both = { ...arm, given } as Facts
    expect(vmSizeFitsArchitecture.check(poolConfig(), both)).toEqual([])
  })

  test('has room for an ephemeral OS disk where one is asked for', () => {
    const none = facts({ sizes: [size({ EphemeralOSDiskSupported: 'False' })] })
    const settings = { osDisk: { ephemeralOSDiskSettings: { placement: 'CacheDisk' } } }
    expect(vmSizeTakesEphemeralDisk.check(poolConfig(), none)).toEqual([])
    expect(vmSizeTakesEphemeralDisk.check(poolConfig(vm(settings)), none)).toMatchObject([
      {
        at: expect.arrayContaining(['ephemeralOSDiskSettings']),
        message: 'Standard_D4s_v5 has no room for an ephemeral OS disk',
      },
    ])
  })

  test('can do accelerated networking where it is asked for', () => {
    const none = facts({ sizes: [size({ AcceleratedNetworkingEnabled: 'False' })] })
    const fast = poolConfig({ networkConfiguration: { enableAcceleratedNetworking: true } })
    expect(vmSizeTakesAcceleratedNetworking.check(poolConfig(), none)).toEqual([])
    expect(vmSizeTakesAcceleratedNetworking.check(fast, none)).toMatchObject([
      { message: 'Standard_D4s_v5 has no accelerated networking' },
    ])
  })

  test('with NVMe disks only wants a definition that is marked for them', () => {
    const nvme = facts({ sizes: [size({ DiskControllerTypes: 'NVMe' })] })
    expect(vmSizeFitsDiskController.check(poolConfig(), nvme)).toMatchObject([
      {
        message: expect.stringMatching(
          /NVMe disk controllers only.*\(DiskControllerTypes is not stated\)$/,
        ),
      },
    ])
    const features = [{ name: 'DiskControllerTypes', value: 'SCSI, NVMe' }]
    const given = { ...nvme.given!, definition: imageDefinition({ features }) }
    expect(vmSizeFitsDiskController.check(poolConfig(), { ...nvme, given })).toEqual([])
    const both = facts({ sizes: [size({ DiskControllerTypes: 'SCSI, NVMe' })] })
    expect(vmSizeFitsDiskController.check(poolConfig(), both)).toEqual([])
  })

  test('takes the data disks of image and pool', () => {
    const two = {
      ...legacyFacts(),
      checks: liveFacts({ sizes: [size({ MaxDataDiskCount: '2' })] }),
    }
    const dataDisks = [{ lun: 1 }, { lun: 2 }, { lun: 3 }]
    expect(vmSizeTakesDataDisks.check(legacyConfig(), two)).toEqual([])
    expect(vmSizeTakesDataDisks.check(legacyConfig(vm({ dataDisks })), two)).toMatchObject([
      {
        message: 'Standard_D4s_v5 takes 2 data disks, the image brings 0 and the pool adds 3',
      },
    ])
  })

  test('bounds the task slots by its cores', () => {
    expect(vmSizeTakesTaskSlots.check(poolConfig({ taskSlotsPerNode: 16 }), facts())).toEqual([])
    expect(vmSizeTakesTaskSlots.check(poolConfig({ maxTasksPerNode: 17 }), facts())).toMatchObject([
      {
        at: ['pool', 'properties', 'maxTasksPerNode'],
        message: 'maxTasksPerNode is 17, a node of Standard_D4s_v5 (4 cores) has at most 16',
      },
    ])
    const big = facts({ sizes: [size({ vCPUs: '96' })] })
    expect(vmSizeTakesTaskSlots.check(poolConfig({ taskSlotsPerNode: 300 }), big)).toMatchObject([
      { help: 'write at most 256, or choose a larger VM size' },
    ])
  })

  test('can be had as Spot where Spot nodes are asked for', () => {
    const none = facts({ sizes: [size({ LowPriorityCapable: 'False' })] })
    const spot = poolConfig(scale({ targetLowPriorityNodes: 3 }))
    expect(vmSizeTakesSpot.check(poolConfig(), none)).toEqual([])
    expect(vmSizeTakesSpot.check(spot, none)).toMatchObject([
      { message: 'Standard_D4s_v5 cannot be had as Spot, the pool asks for 3 Spot nodes' },
    ])
  })
})

describe('quotas', () => {
  const family = {
    dedicatedCoreQuotaPerVMFamilyEnforced: true,
    dedicatedCoreQuotaPerVMFamily: [{ name: 'standarddsv5family', coreQuota: 100 }],
  }

  test('of a family count the pools of the same family, growing ones by their target', () => {
    const pools = [
      otherPool('a', {
        currentDedicatedNodes: 5,
        resizeOperationStatus: { targetDedicatedNodes: 9 },
      }),
      otherPool('b', {
        allocationState: 'Resizing',
        currentDedicatedNodes: 5,
        resizeOperationStatus: { targetDedicatedNodes: 12 },
      }),
      otherPool('c', { vmSize: 'Standard_F4s_v2', currentDedicatedNodes: 50 }),
    ]
    const other = { ...size({}, 'Standard_F4s_v2'), family: 'standardFSv2Family' }
    const given = facts({ pools, sizes: [size(), other] }, withQuota(family))
    expect(familyCoreQuota.check(poolConfig(), given)).toEqual([
      {
        at: ['pool', 'properties', 'scaleSettings', 'fixedScale', 'targetDedicatedNodes'],
        message:
          '10 nodes of Standard_D4s_v5: needs 40 of standardDSv5Family, 32 free (Batch account renderbatch has 100, 68 in use)',
        help: 'ask for more quota for standardDSv5Family, or write at most 8 nodes, or free cores in other pools',
        severity: 'error',
      },
    ])
  })

  test('weigh less where the minimum can still be had', () => {
    const config = { ...poolConfig(), rollout: { minDedicatedNodes: 5 } }
    const of = (cores: number) => facts({}, withQuota({ dedicatedCoreQuota: cores }))
    expect(dedicatedCoreQuota.check(config, of(20))).toMatchObject([{ severity: 'warning' }])
    expect(dedicatedCoreQuota.check(config, of(19))).toMatchObject([{ severity: 'error' }])
    expect(dedicatedCoreQuota.check(config, of(40))).toEqual([])
  })

  test('count the nodes that the pool itself has only once', () => {
    const own = { ...existingPool(), id: `${accountId}/POOLS/render` }
    const given = facts(
      { pools: [own] },
      { existing: own, ...withQuota({ dedicatedCoreQuota: 50 }) },
    )
    const grown = poolConfig(scale({ targetDedicatedNodes: 13 }))
    expect(dedicatedCoreQuota.check(poolConfig(), given)).toEqual([])
    expect(dedicatedCoreQuota.check(grown, given)).toMatchObject([
      {
        message: expect.stringContaining(
          '3 more nodes of Standard_D4s_v5: needs 12 of dedicated cores, 10 free',
        ),
        help: expect.stringContaining('write at most 12 nodes'),
      },
    ])
  })

  test('count other nodes of the pool as gone where they go first', () => {
    const quota = {
      dedicatedCoreQuota: 100,
      dedicatedCoreQuotaPerVMFamilyEnforced: true,
      dedicatedCoreQuotaPerVMFamily: [
        { name: 'standardDSv5Family', coreQuota: 40 },
        { name: 'standardFSv2Family', coreQuota: 64 },
      ],
    }
    const fs = {
      ...size({ vCPUs: '8' }, 'Standard_F8s_v2'),
      family: 'standardFSv2Family',
    }
    const own = existingPool()
    const live = { pools: [own], sizes: [size(), fs] }
    const given = facts(live, { existing: own, ...withQuota(quota) })
    const config = {
      ...poolConfig({ vmSize: 'Standard_F8s_v2', ...scale({ targetDedicatedNodes: 9 }) }),
      rollout: { onExistingPool: 'recycle' },
    } as const
    expect(dedicatedCoreQuota.check(config, given)).toEqual([])
    expect(familyCoreQuota.check(config, given)).toMatchObject([
      {
        message: expect.stringContaining(
          '9 nodes of Standard_F8s_v2: needs 72 of standardFSv2Family, 64 free (Batch account renderbatch has 64, 0 in use)',
        ),
      },
    ])
    const same = { ...poolConfig(), rollout: { onExistingPool: 'replace' } } as const
    const other = existingPool({ interNodeCommunication: 'Enabled' })
    const full = facts({ pools: [other] }, { existing: other, ...withQuota(quota) })
    expect(familyCoreQuota.check(same, full)).toEqual([])
  })

  test('of families hold only where they are enforced and listed', () => {
    const none = { ...family, dedicatedCoreQuotaPerVMFamilyEnforced: false }
    const many = poolConfig(scale({ targetDedicatedNodes: 99 }))
    expect(familyCoreQuota.check(many, facts({}, withQuota(none)))).toEqual([])
    const others = [{ name: 'standardFSv2Family', coreQuota: 9 }]
    const elsewhere = { ...family, dedicatedCoreQuotaPerVMFamily: others }
    expect(familyCoreQuota.check(many, facts({}, withQuota(elsewhere)))).toMatchObject([
      { severity: 'warning', message: expect.stringMatching(/lists none for standardDSv5Family/) },
    ])
    const unlisted = { ...family, dedicatedCoreQuotaPerVMFamily: [] }
    expect(familyCoreQuota.check(many, facts({}, withQuota(unlisted)))).toEqual([])
    expect(familyCoreQuota.check(many, facts({}, withQuota(family)))).toHaveLength(1)
  })

  test('of Spot cores are apart', () => {
    const spot = poolConfig(scale({ targetLowPriorityNodes: 2 }))
    const given = facts({}, withQuota({ lowPriorityCoreQuota: 4, dedicatedCoreQuota: 0 }))
    expect(spotCoreQuota.check(spot, given)).toMatchObject([
      {
        message: expect.stringContaining(
          '2 nodes of Standard_D4s_v5: needs 8 of Spot cores, 4 free',
        ),
      },
    ])
    expect(dedicatedCoreQuota.check(spot, given)).toEqual([])
  })

  test('leave a formula alone', () => {
    const formula = poolConfig({
      scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=9;' } },
    })
    expect(
      dedicatedCoreQuota.check(formula, facts({}, withQuota({ dedicatedCoreQuota: 0 }))),
    ).toEqual([])
  })

  test('of the subscription hold where nodes are its own', () => {
    const usages = [
      { name: 'cores', used: 70, limit: 100 },
      { name: 'StandardDSv5Family', used: 0, limit: 39 },
    ]
    const user = { account: account({ poolAllocationMode: 'UserSubscription' }) }
    expect(subscriptionCoreQuota.check(poolConfig(), facts({ usages }, user))).toMatchObject([
      {
        message: expect.stringContaining(
          'needs 40 of regional cores, 30 free (the subscription in koreacentral has 100, 70 in use)',
        ),
      },
      { message: expect.stringContaining('needs 40 of standardDSv5Family, 39 free') },
    ])
  })

  test('of pools hold a new one back, not one that is there', () => {
    const pools = [otherPool('a', {}), otherPool('b', {})]
    const quota = withQuota({ poolQuota: 2 })
    expect(poolCountQuota.check(poolConfig(), facts({ pools }, quota))).toMatchObject([
      { at: ['pool', 'name'], message: 'Batch account renderbatch has 2 pools, its quota is 2' },
    ])
    const existing = existingPool()
    expect(poolCountQuota.check(poolConfig(), facts({ pools }, { existing, ...quota }))).toEqual([])
  })
})

describe('the subnet', () => {
  test('must be there', () => {
    expect(subnetExists.check(inSubnet('other'), facts({ subnet: {} }))).toMatchObject([
      {
        message: 'virtual network nodes has no subnet other',
        help: 'it has pools: check the subnetId, or create the subnet',
      },
    ])
    const group = { kind: 'found', value: { id: 'rg-net', location: 'koreacentral' } } as const
    const missing = { network: { kind: 'missing' }, networkGroup: group } as const
    expect(subnetExists.check(inSubnet('pools'), facts({ more: missing }))).toMatchObject([
      {
        severity: 'error',
        message: 'there is no virtual network nodes in resource group rg-net',
      },
    ])
    // An Azure that knows neither may know nothing of networks at all.
    const unknown = { ...missing, networkGroup: { kind: 'missing' } } as const
    expect(subnetExists.check(inSubnet('pools'), facts({ more: unknown }))).toMatchObject([
      { severity: 'warning' },
    ])
    expect(subnetExists.check(inSubnet('pools'), facts({ more: { network: refused } }))).toEqual([])
  })

  test('must be where the account is, and in nobody else’s hands', () => {
    const elsewhere = facts({ subnet: {} }, { account: account({ location: 'westeurope' }) })
    expect(subnetIsNear.check(inSubnet('pools'), elsewhere)).toMatchObject([
      { message: 'virtual network nodes is in koreacentral, the Batch account in westeurope' },
    ])
    const delegations = ['Microsoft.Web/serverFarms']
    expect(
      subnetIsNotDelegated.check(inSubnet('pools'), facts({ subnet: { delegations } })),
    ).toMatchObject([
      {
        message:
          'subnet pools is delegated to Microsoft.Web/serverFarms: Batch cannot place nodes in it',
      },
    ])
  })

  test.each([
    [['10.0.0.0/28'], 1, 10],
    [['10.0.0.0/28'], 2, 9],
    [['10.0.0.0/29', '10.1.0.0/29', 'fd00::/64'], 0, 6],
  ])('%p with %i addresses in use has %i free', (addressPrefixes, addressesInUse, free) => {
    const subnet = { addressPrefixes, addressesInUse }
    const problems = subnetHasAddresses.check(inSubnet('pools'), facts({ subnet }))
    expect(problems).toHaveLength(free < 10 ? 1 : 0)
    if (free < 10) expect(problems[0]?.message).toContain(`has ${String(free)} free`)
  })

  test('has those of the pool’s own nodes where they go first', () => {
    const networkConfiguration = { subnetId: `${networkId}/subnets/pools` }
    const inside = existingPool({ networkConfiguration, interNodeCommunication: 'Enabled' })
    const elsewhere = existingPool()
    const config = { ...inSubnet('pools'), rollout: { onExistingPool: 'recycle' } } as const
    const full = { subnet: { addressPrefixes: ['10.0.0.0/28'], addressesInUse: 11 } }
    expect(subnetHasAddresses.check(config, facts(full, { existing: inside }))).toEqual([])
    expect(subnetHasAddresses.check(config, facts(full, { existing: elsewhere }))).toMatchObject([
      { message: expect.stringContaining('10 nodes need an address each') },
    ])
  })

  test('of an unreadable form has as many addresses as may be', () => {
    const subnet = { addressPrefixes: ['any'] }
    expect(subnetHasAddresses.check(inSubnet('pools'), facts({ subnet }))).toEqual([])
  })

  test('that is small is a warning where fewer nodes will do', () => {
    const config = { ...inSubnet('pools'), rollout: { minDedicatedNodes: 2 } }
    const given = facts({ subnet: { addressPrefixes: ['10.0.0.0/29'] } })
    expect(subnetHasAddresses.check(config, given)).toMatchObject([{ severity: 'warning' }])
  })
})

describe('a managed image', () => {
  const on = (image: string, properties: JsonObject): JsonObject => ({
    ...vm({ imageReference: { id: image } }),
    ...properties,
  })
  const others = [
    otherPool('a', on(managedImageId.toUpperCase(), { currentDedicatedNodes: 2495 })),
    otherPool('b', on(`${managedImageId}-2`, { currentDedicatedNodes: 100 })),
  ]
  const given = { ...legacyFacts(), checks: liveFacts({ pools: others }) }

  test('serves one pool', () => {
    expect(managedImageHasOnePool.check(legacyConfig(), given)).toMatchObject([
      { message: expect.stringContaining('the managed image serves pool a already') },
    ])
  })

  test('bears so many nodes in all', () => {
    expect(managedImageNodesInTotal.check(legacyConfig(), given)).toMatchObject([
      {
        message:
          'with pool a on the same managed image there would be 2505 dedicated nodes, Batch makes 2500 from one image',
      },
    ])
    const few = legacyConfig(scale({ targetDedicatedNodes: 5 }))
    expect(managedImageNodesInTotal.check(few, given)).toEqual([])
  })

  describe('from a snapshot', () => {
    const snapshotId =
      '/subscriptions/s/resourceGroups/rg-images/providers/Microsoft.Compute/snapshots/os'
    const from = (snapshot: string, nodes: number, image = `${managedImageId}-3`): JsonObject => ({
      ...on(image, { currentDedicatedNodes: nodes }),
      metadata: [
        { name: 'image-to-pool', value: '1.0.0' },
        { name: 'image-to-pool-source', value: snapshot },
      ],
    })
    const taggedWith = (source: string) => ({ tags: { 'image-to-pool-source': source } })
    const disks = (id: string) => ({
      properties: { storageProfile: { osDisk: { osType: 'Linux', snapshot: { id } } } },
    })
    const total = (image: Parameters<typeof legacyFacts>[0], pools: readonly Pool[]) =>
      managedImageNodesInTotal
        .check(legacyConfig(), { ...legacyFacts(image), checks: liveFacts({ pools: [...pools] }) })
        .map(({ message, help }) => `${message}: ${help}`)

    const c = otherPool('c', from(snapshotId.toUpperCase(), 2495))
    test.each([
      ['its tags', taggedWith(snapshotId)],
      ['its disks', disks(snapshotId)],
    ])('that %s name shares what the snapshot bears with pools on its other images', (_, image) => {
      expect(total(image, [c])).toEqual([
        'with pool c on an image from the same snapshot there would be 2505 dedicated nodes, Batch makes 2500 from one snapshot: publish the image through a gallery, or make an image from another snapshot for this pool',
      ])
      const live = liveFacts({ pools: [c] })
      expect(
        managedImageHasOnePool.check(legacyConfig(), { ...legacyFacts(image), checks: live }),
      ).toEqual([])
    })

    test('counts every pool once, whichever way it is on it', () => {
      const half = otherPool('c', from(snapshotId, 1250))
      const same = otherPool('d', from(snapshotId, 1245, managedImageId))
      expect(total(disks(snapshotId), [half, same])).toEqual([
        expect.stringMatching(
          /^with pool d on the same managed image and pool c on an image from the same snapshot there would be 2505 /,
        ),
      ])
    })

    test('has nothing to do with another snapshot, a disk, an unknown source and a gallery image', () => {
      expect(total(disks(`${snapshotId}-2`), [c])).toEqual([])
      expect(total({}, [c])).toEqual([])
      const disk = snapshotId.replace('snapshots', 'disks')
      expect(total(disks(disk), [otherPool('c', from(disk, 2495))])).toEqual([])
      expect(total(disks(snapshotId), [otherPool('c', from(snapshotId, 2495, versionId))])).toEqual(
        [],
      )
    })
  })
})

describe('the account', () => {
  test.each([
    ['Deleting', undefined],
    ['Cancelled', 'warning'],
  ])('in state %s is told', (provisioningState, severity) => {
    const given = facts({}, { account: account({ provisioningState }) })
    const [problem] = accountIsReady.check(poolConfig(), given)
    expect(problem?.message).toContain(`renderbatch is in provisioning state ${provisioningState}`)
    expect(problem?.severity).toBe(severity)
  })

  test('that is closed in part is told where auto asks it', () => {
    const auto = poolConfig(vm({ nodeAgentSkuId: 'auto' }))
    const closed = { account: account({ publicNetworkAccess: 'Disabled' }) }
    expect(dataPlaneIsReachable.check(poolConfig(), facts({}, closed))).toEqual([])
    expect(dataPlaneIsReachable.check(auto, facts({}, closed))).toMatchObject([
      { message: expect.stringContaining('is Disabled (publicNetworkAccess)') },
    ])
    const properties = { networkProfile: { accountAccess: { defaultAction: 'Deny' } } }
    const listed = { account: account({ properties: properties }) }
    expect(dataPlaneIsReachable.check(auto, facts({}, listed))).toMatchObject([
      { message: expect.stringContaining('open to listed addresses only') },
    ])
  })

  test('of a user subscription lets 80 nodes talk with each other', () => {
    const user = { account: account({ poolAllocationMode: 'UserSubscription' }) }
    const talking = (nodes: number) =>
      poolConfig({ interNodeCommunication: 'Enabled', ...scale({ targetDedicatedNodes: nodes }) })
    const rule = userSubscriptionCommunicationCap
    expect(rule.check(talking(80), facts({}, user))).toEqual([])
    expect(rule.check(talking(81), facts())).toEqual([])
    expect(rule.check(talking(81), facts({}, user))).toMatchObject([
      {
        message: expect.stringMatching(
          /^81 nodes with inter-node communication are more than the 80/,
        ),
      },
    ])
  })
})

describe('rights', () => {
  const grants = (
    scope: string,
    actions: readonly string[],
    notActions: readonly string[] = [],
  ) => ({
    scope,
    read: found([{ actions, notActions }]),
  })
  const group = accountId.slice(0, accountId.indexOf('/providers/'))
  const given = (permissions: CheckFacts['permissions'], mode: CheckFacts['mode'] = 'apply') =>
    facts({ more: { permissions: permissions ?? [], mode } })

  test('at the group are enough', () => {
    const batch = grants(group.toUpperCase(), ['Microsoft.Batch/*/write'])
    expect(poolRights.check(poolConfig(), given([batch]))).toEqual([])
  })

  test('at the account are enough, and taken out again they are missing', () => {
    const nothing = grants(group, ['*/read'])
    const some = grants(accountId, ['*'], ['Microsoft.Batch/batchAccounts/pools/write'])
    expect(poolRights.check(poolConfig(), given([nothing, grants(accountId, ['*'])]))).toEqual([])
    expect(poolRights.check(poolConfig(), given([nothing, some]))).toMatchObject([
      {
        at: ['pool', 'account'],
        message: `to create pool render with 10 dedicated nodes, the right Microsoft.Batch/batchAccounts/pools/write is missing at ${accountId}`,
        help: `ask for the role Azure Batch Data Contributor at ${accountId}`,
      },
    ])
    expect(poolRights.check(poolConfig(), given([nothing, some], 'plan'))).toMatchObject([
      { severity: 'warning' },
    ])
  })

  test('on subnet and identities belong to it', () => {
    const identity =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i'
    const { pool, ...rest } = inSubnet('pools')
    const config = {
      ...rest,
      pool: { ...pool, identity: { userAssignedIdentities: { [identity]: {} } } },
    }
    const none = [accountId, identity, `${networkId}/subnets/pools`].map((scope) =>
      grants(scope, []),
    )
    expect(poolRights.check(config, given(none)).map(({ help }) => help)).toEqual([
      expect.stringContaining('Azure Batch Data Contributor'),
      expect.stringContaining('Microsoft.Network/virtualNetworks/subnets/join/action'),
      expect.stringContaining('Managed Identity Operator'),
    ])
  })

  test('that could not be read are told once for each group', () => {
    const unread = [
      { scope: group, read: refused },
      { scope: accountId, read: refused },
    ]
    expect(poolRights.check(poolConfig(), given(unread))).toEqual([])
    expect(checksWerePossible.check(poolConfig(), given(unread))).toMatchObject([
      { message: `not checked: whether the identity that runs this may write at ${group}` },
    ])
  })
})

test('pool/checks-were-possible names what was not checked, why, and the right that it takes', () => {
  const more = {
    vmSizes: refused,
    pools: { kind: 'missing' },
    network: { kind: 'missing' },
  } as const
  expect(checksWerePossible.check(poolConfig(), facts({ more }))).toMatchObject([
    {
      message: 'not checked: what the VM size can do, and core quotas (AuthorizationFailed)',
      help: 'grant Microsoft.Batch/locations/virtualMachineSkus/read to have it checked, with the role Reader for example',
    },
    { message: expect.stringMatching(/^not checked: cores that other pools use.*\(not found\)$/) },
  ])
})
