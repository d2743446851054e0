import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Disk, SupportedImage } from '../../../src/ports/azure.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import { imageDefinition, withSecurityType } from '../../support/gallery-facts.js'
import { foundDisk, imageFacts, snapshot, source } from '../../support/image-facts.js'
import {
  account,
  accountId,
  existingPool,
  legacyConfig,
  legacyFacts,
  managedImageId,
  poolConfig,
  poolFacts,
  renderPoolId,
  versionId,
  vm,
} from '../../support/pool-facts.js'
import { azureRule, offlineRule } from '../../support/rules.js'

const accountExists = azureRule('pool/account-exists')
const existingPoolCanBecomeIt = azureRule('pool/existing-pool-can-become-it')
const existingPoolIsUsable = azureRule('pool/existing-pool-is-usable')
const imageReferenceAgrees = azureRule('pool/image-reference-agrees')
const managedImageIsNear = azureRule('pool/managed-image-is-near')
const managedImagePurchasePlan = azureRule('pool/managed-image-purchase-plan')
const managedImageSubscription = offlineRule('pool/managed-image-subscription')
const nodeAgentFitsOs = azureRule('pool/node-agent-fits-os')
const nodeAgentIsChosen = azureRule('pool/node-agent-is-chosen')
const nodeAgentResolves = azureRule('pool/node-agent-resolves')
const securityProfileFits = azureRule('pool/security-profile-fits')

const vmPath = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']
const all = [
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

test.each(all.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, or none',
  (_id, rule) => {
    expect(rule.check(poolConfig(), poolFacts())).toEqual([])
    expect(rule.check(poolConfig(), poolFacts({ existing: existingPool() }))).toEqual([])
    expect(rule.check(legacyConfig(), legacyFacts())).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)

test('pool/account-exists names the account that is not there', () => {
  const pool = { accountId, poolId: renderPoolId, apiVersion: '2025-06-01' }
  expect(accountExists.check(poolConfig(), { pool })).toMatchObject([
    { at: ['pool', 'account'], message: `there is no Batch account ${accountId}` },
  ])
})

describe('a pool that exists', () => {
  const differing = poolFacts({
    existing: existingPool({ vmSize: 'Standard_D2s_v5', taskSlotsPerNode: 2 }),
  })

  test('is refused for each property that cannot change, with old and new value', () => {
    expect(existingPoolCanBecomeIt.check(poolConfig({ taskSlotsPerNode: 4 }), differing)).toEqual([
      {
        at: ['pool', 'properties', 'vmSize'],
        message:
          'pool render exists, and Batch does not change this while it has nodes: vmSize is Standard_D2s_v5, not Standard_D4s_v5',
        help: 'set on-existing-pool to recycle, blue-green or replace, scale the pool to 0 nodes and run again, write what the pool has, or choose another pool-name',
      },
      expect.objectContaining({ at: ['pool', 'properties', 'taskSlotsPerNode'] }),
    ])
  })

  test('is refused for an image that moved on', () => {
    const image = vm({
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
      imageReference: { id: `${versionId}.1` },
    })
    const facts = poolFacts({ existing: existingPool(image) })
    expect(existingPoolCanBecomeIt.check(poolConfig(), facts)).toMatchObject([
      {
        at: ['pool', 'name'],
        message: expect.stringMatching(
          / is rg-images.*\/versions\/1\.0\.0\.1, not rg-images.*\/1\.0\.0$/,
        ),
      },
    ])
  })

  test('is refused where its image is written, when it is', () => {
    const image = vm({
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
      imageReference: { id: `${versionId}.1` },
    })
    const written = vm({
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
      imageReference: { id: versionId },
    })
    const facts = poolFacts({ existing: existingPool(image) })
    expect(existingPoolCanBecomeIt.check(poolConfig(written), facts)).toMatchObject([
      { at: [...vmPath, 'imageReference', 'id'] },
    ])
  })

  test('of an older API version has no change without nodes to offer', () => {
    const existing = existingPool({
      vmSize: 'x',
      currentDedicatedNodes: 0,
      scaleSettings: {},
      resizeOperationStatus: {},
    })
    const older = poolFacts({ existing, apiVersion: '2024-02-01' })
    expect(existingPoolCanBecomeIt.check(poolConfig(), older)[0]?.help).toBe(
      'set on-existing-pool to blue-green or replace, write what the pool has, or choose another pool-name',
    )
    const newer = poolFacts({ existing, apiVersion: '2024-07-01' })
    expect(existingPoolCanBecomeIt.check(poolConfig(), newer)).toEqual([])
  })

  test('is refused when it is to be new', () => {
    const config = { ...poolConfig(), rollout: { onExistingPool: 'fail' } } as const
    const there = poolFacts({ existing: existingPool() })
    expect(existingPoolIsUsable.check(config, there)).toMatchObject([
      { at: ['pool', 'name'], message: 'pool render exists, and on-existing-pool is fail' },
    ])
  })
})

test('pool/image-reference-agrees compares the pool with the image sections', () => {
  const own = (id: string) => poolConfig(vm({ imageReference: { id } }))
  expect(imageReferenceAgrees.check(own(versionId.toUpperCase()), poolFacts())).toEqual([])
  expect(imageReferenceAgrees.check(own(managedImageId), poolFacts())).toMatchObject([
    {
      at: [...vmPath, 'imageReference'],
      message: `the pool names ${managedImageId}, the image sections end in ${versionId}`,
    },
  ])
})

test('pool/managed-image-is-near compares subscription and region', () => {
  expect(
    managedImageIsNear.check(legacyConfig(), legacyFacts({ location: 'Korea Central' })),
  ).toEqual([])
  expect(
    managedImageIsNear.check(
      legacyConfig(),
      legacyFacts({ location: 'westeurope', id: managedImageId.replace('/s/', '/other/') }),
    ),
  ).toMatchObject([
    { message: 'the managed image is in subscription other, the Batch account in s' },
    { message: 'the managed image is in westeurope, the Batch account in koreacentral' },
  ])
  const elsewhere = managedImageId.replace('/s/', '/other/')
  const given = poolConfig({}, { image: { id: elsewhere } })
  expect(managedImageSubscription.check(given)).toMatchObject([{ at: ['image', 'id'] }])
  expect(managedImageIsNear.check(given, legacyFacts({ id: elsewhere }))).toEqual([])
})

test('pool/managed-image-purchase-plan takes no image that comes from one with a plan', () => {
  const config: Config = { ...poolConfig(), image: { name: 'render', source: 'os' } }
  const plan = { name: 'n', publisher: 'p', product: 'o' }
  const from = (disk: Disk) => ({
    ...imageFacts({ osSource: source(foundDisk(disk)) }),
    pool: poolFacts().pool!,
  })
  expect(managedImagePurchasePlan.check(config, from(snapshot()))).toEqual([])
  expect(
    managedImagePurchasePlan.check(config, from(snapshot({ purchasePlan: plan }))),
  ).toMatchObject([{ at: ['image'], message: expect.stringContaining('purchase plan p:o:n') }])
})

test('pool/node-agent-fits-os compares agent and image', () => {
  const windows = poolConfig(vm({ nodeAgentSkuId: 'batch.node.windows amd64' }))
  expect(nodeAgentFitsOs.check(windows, poolFacts())).toMatchObject([
    { message: 'the node agent batch.node.windows amd64 is for Windows, the image holds Linux' },
  ])
  const definition = imageDefinition({ osType: 'Windows' })
  const facts = poolFacts()
  const given = { ...facts.given!, definition } as NonNullable<typeof facts.given>
  expect(nodeAgentFitsOs.check(poolConfig(), { ...facts, given })).toHaveLength(1)
})

describe('nodeAgentSkuId: auto', () => {
  const config = poolConfig(vm({ nodeAgentSkuId: 'AUTO' }))
  const image = (sku: string, agent: string): SupportedImage => ({
    nodeAgentSkuId: agent,
    publisher: 'canonical',
    offer: 'ubuntu',
    sku,
    osType: 'Linux',
    verified: true,
  })
  const two = [image('22', 'batch.node.ubuntu 22.04'), image('24', 'batch.node.ubuntu 24.04')]

  test('lists the candidates when it is not clear', () => {
    expect(nodeAgentResolves.check(config, poolFacts({ supportedImages: two }))).toMatchObject([
      {
        message: expect.stringMatching(
          /Batch has batch\.node\.ubuntu 22\.04, batch\.node\.ubuntu 24\.04$/,
        ),
      },
    ])
    expect(nodeAgentIsChosen.check(config, poolFacts({ supportedImages: two }))).toEqual([])
  })

  test('is noted with what it came to', () => {
    const baseImage = { publisher: 'canonical', offer: 'ubuntu', sku: '24' }
    const facts = poolFacts({ supportedImages: two, baseImage })
    expect(nodeAgentResolves.check(config, facts)).toEqual([])
    expect(nodeAgentIsChosen.check(config, facts)).toMatchObject([
      { message: 'auto is batch.node.ubuntu 24.04: the image comes from canonical:ubuntu:24' },
    ])
  })

  test('says why when the account does not answer', () => {
    const error = { code: 'AuthorizationFailure', message: 'no', details: [] }
    const supportedImagesFailure = new AzureFailure({ operation: 'list', status: 403, error })
    const closed = account({ publicNetworkAccess: 'Disabled' })
    expect(nodeAgentResolves.check(config, poolFacts({ supportedImagesFailure }))).toMatchObject([
      {
        message: expect.stringContaining('(AuthorizationFailure)'),
        help: expect.stringContaining('write nodeAgentSkuId'),
      },
    ])
    expect(
      nodeAgentResolves.check(config, poolFacts({ supportedImagesFailure, account: closed })),
    ).toMatchObject([
      { message: expect.stringContaining('(its public network access is Disabled)') },
    ])
  })

  test('is the agent that a pool has already', () => {
    const facts = poolFacts({ existing: existingPool() })
    expect(nodeAgentResolves.check(config, facts)).toEqual([])
    expect(existingPoolCanBecomeIt.check(config, facts)).toEqual([])
  })
})

describe('pool/security-profile-fits', () => {
  const given = (securityType: string) => {
    const facts = poolFacts()
    const definition = withSecurityType(securityType)
    return { ...facts, given: { ...facts.given!, definition } as NonNullable<typeof facts.given> }
  }
  const stated = (securityType: string) =>
    poolConfig(vm({ nodeAgentSkuId: 'batch.node.ubuntu 22.04', securityProfile: { securityType } }))

  test.each([
    ['TrustedLaunch', 'trustedLaunch'],
    ['ConfidentialVM', 'confidentialVM'],
  ])('a definition of %s wants it in the pool', (held, wanted) => {
    expect(securityProfileFits.check(poolConfig(), given(held))).toMatchObject([
      {
        at: [...vmPath, 'securityProfile', 'securityType'],
        help: expect.stringContaining(`securityType: ${wanted}`),
      },
    ])
    expect(securityProfileFits.check(stated(wanted.toUpperCase()), given(held))).toEqual([])
    expect(securityProfileFits.check(stated('standard'), given(held))).toHaveLength(1)
  })

  test('a definition that merely supports it leaves the pool free', () => {
    expect(securityProfileFits.check(poolConfig(), given('TrustedLaunchSupported'))).toEqual([])
  })
})
