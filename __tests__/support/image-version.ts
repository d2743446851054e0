import type { ImageVersion } from '../../src/ports/azure.js'
import { storageProfileOf, type VersionSource } from '../../src/model/version-source.js'

export const definitionId =
  '/subscriptions/s/resourceGroups/rg-images/providers/Microsoft.Compute/galleries/gal/images/node'

export interface MadeVersion {
  readonly source: VersionSource
  readonly state?: string
  readonly regions?: readonly string[]
  readonly excludeFromLatest?: boolean
  readonly publishedDate?: string
}

/** A version as Azure shows it. */
export function imageVersion(name: string, made: MadeVersion): ImageVersion {
  const { source, state = 'Succeeded', regions = ['Korea Central'], publishedDate } = made
  return {
    id: `${definitionId}/versions/${name}`,
    name,
    location: 'koreacentral',
    tags: {},
    provisioningState: state,
    excludeFromLatest: made.excludeFromLatest ?? false,
    properties: {
      publishingProfile: {
        replicaCount: 1,
        targetRegions: regions.map((region) => ({ name: region, regionalReplicaCount: 1 })),
        ...(publishedDate !== undefined && { publishedDate }),
      },
      storageProfile: storageProfileOf(source),
      provisioningState: state,
    },
  }
}
