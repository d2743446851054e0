import type { Config } from '../../src/inputs/config.js'
import type { Facts, PoolFacts } from '../../src/model/facts.js'
import type { BatchAccount, ManagedImage, Pool } from '../../src/ports/azure.js'
import type { JsonObject } from '../../src/shared/json.js'
import { imageDefinition } from './gallery-facts.js'
import { definitionId, imageVersion } from './image-version.js'

export const accountId =
  '/subscriptions/s/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch'
export const renderPoolId = `${accountId}/pools/render`
export const versionId = `${definitionId}/versions/1.0.0`
export const managedImageId =
  '/subscriptions/s/resourceGroups/rg-images/providers/Microsoft.Compute/images/render'

export function vm(more: JsonObject): JsonObject {
  return { deploymentConfiguration: { virtualMachineConfiguration: more } }
}

const usual: JsonObject = {
  vmSize: 'Standard_D4s_v5',
  ...vm({ nodeAgentSkuId: 'batch.node.ubuntu 22.04' }),
  scaleSettings: { fixedScale: { targetDedicatedNodes: 10 } },
}

/** A pool from a gallery version that exists. */
export function poolConfig(properties: JsonObject = {}, more: Partial<Config> = {}): Config {
  return {
    image: { id: versionId },
    pool: { account: accountId, name: 'render', properties: { ...usual, ...properties } },
    ...more,
  }
}

/** The same from a managed image. */
export function legacyConfig(properties: JsonObject = {}): Config {
  return poolConfig(properties, { image: { id: managedImageId } })
}

export function account(more: Partial<BatchAccount> = {}): BatchAccount {
  return {
    id: accountId,
    name: 'renderbatch',
    location: 'koreacentral',
    accountEndpoint: 'renderbatch.koreacentral.batch.azure.com',
    poolAllocationMode: 'BatchService',
    properties: {},
    ...more,
  }
}

/** The pool of `poolConfig` as Azure shows it: steady, with its nodes. */
export function existingPool(properties: JsonObject = {}): Pool {
  return {
    id: renderPoolId,
    etag: 'W/"0x1"',
    properties: {
      ...usual,
      ...vm({ nodeAgentSkuId: 'batch.node.ubuntu 22.04', imageReference: { id: versionId } }),
      provisioningState: 'Succeeded',
      allocationState: 'Steady',
      currentDedicatedNodes: 10,
      currentLowPriorityNodes: 0,
      resizeOperationStatus: { targetDedicatedNodes: 10, startTime: '2026-11-20T00:00:00Z' },
      ...properties,
    },
  }
}

export function poolFacts(pool: Partial<PoolFacts> = {}, more: Partial<Facts> = {}): Facts {
  const source = { kind: 'image', id: managedImageId } as const
  const version = imageVersion('1.0.0', { source })
  return {
    given: { kind: 'gallery', id: versionId, definition: imageDefinition(), version },
    pool: {
      accountId,
      poolId: renderPoolId,
      apiVersion: '2025-06-01',
      account: account(),
      ...pool,
    },
    ...more,
  }
}

export function legacyFacts(
  image: Partial<ManagedImage> = {},
  pool: Partial<PoolFacts> = {},
): Facts {
  const osDisk = { osType: 'Linux', osState: 'Generalized' }
  const properties = { hyperVGeneration: 'V2', storageProfile: { osDisk } }
  const found = { id: managedImageId, location: 'koreacentral', tags: {}, properties, ...image }
  return poolFacts(
    { apiVersion: '2019-08-01', ...pool },
    { given: { kind: 'managed-image', id: found.id, image: found } },
  )
}
