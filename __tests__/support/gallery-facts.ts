import type { Config } from '../../src/inputs/config.js'
import type { Facts } from '../../src/model/facts.js'
import type { Disk, ImageDefinition, ManagedImage } from '../../src/ports/azure.js'
import { definitionId } from './image-version.js'

/** With `undefined` for what is not to be there. */
type Unstated<T> = { readonly [K in keyof T]?: T[K] | undefined }

const group = '/subscriptions/s/resourceGroups/rg-images'
export const imageId = `${group}/providers/Microsoft.Compute/images/render`
export const galleryId = definitionId.slice(0, definitionId.lastIndexOf('/images/'))
export const osSnapshotId = `${group}/providers/Microsoft.Compute/snapshots/os`

export function imageDefinition(more: Partial<ImageDefinition> = {}): ImageDefinition {
  return {
    id: definitionId,
    location: 'koreacentral',
    osType: 'Linux',
    osState: 'Generalized',
    hyperVGeneration: 'V2',
    features: [],
    identifier: { publisher: 'p', offer: 'o', sku: 's' },
    ...more,
  }
}

export function withSecurityType(value: string): ImageDefinition {
  return imageDefinition({ features: [{ name: 'SecurityType', value }] })
}

function managedImage(): ManagedImage {
  const osDisk = { osType: 'Linux', osState: 'Generalized' }
  const properties = { hyperVGeneration: 'V2', storageProfile: { osDisk } }
  return { id: imageId, location: 'koreacentral', tags: {}, properties }
}

/** A gallery version from a managed image that exists; a definition that agrees with it. */
export const byImage: Config = {
  image: { id: imageId },
  gallery: { imageDefinition: definitionId },
}
export function imageFacts(gallery: Partial<Facts['gallery']> = {}): Facts {
  return {
    given: { kind: 'managed-image', id: imageId, image: managedImage() },
    gallery: { definitionId, definition: imageDefinition(), versions: [], ...gallery },
  }
}

/** A gallery version straight from a snapshot. */
export const bySnapshots: Config = {
  image: { osSnapshot: osSnapshotId },
  gallery: { imageDefinition: definitionId, source: 'snapshots' },
}
export function snapshotFacts(
  disk: Unstated<Disk> = {},
  gallery: Partial<Facts['gallery']> = {},
): Facts {
  const all: Unstated<Disk> = {
    id: osSnapshotId,
    kind: 'snapshot',
    location: 'koreacentral',
    osType: 'Linux',
    hyperVGeneration: 'V2',
    tags: {},
    ...disk,
  }
  const stated = Object.entries(all).filter(([, value]) => value !== undefined)
  const snapshot = Object.fromEntries(stated) as unknown as Disk
  return {
    image: {
      mode: 'apply',
      scope: { subscriptionId: 's', resourceGroup: 'rg-images' },
      osSource: {
        path: ['image', 'osSnapshot'],
        given: osSnapshotId,
        found: { kind: 'disk', id: osSnapshotId, disk: snapshot },
      },
      dataSources: [],
    },
    gallery: { definitionId, definition: imageDefinition(), versions: [], ...gallery },
  }
}

/** With a pool of a Batch account in this region. */
export function withAccount(facts: Facts, location: string, subscription = 's'): Facts {
  const accountId = `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a`
  const account = {
    id: accountId,
    name: 'a',
    location,
    poolAllocationMode: 'BatchService',
    properties: {},
  } as const
  return {
    ...facts,
    pool: { accountId, poolId: `${accountId}/pools/p`, apiVersion: '2025-06-01', account },
  }
}
