/** What six releases have left behind, as resources of a scenario. */
import { defaultResources } from '../../src/simulator/default-world.js'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
export const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
export const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
export const definition = `${compute}/galleries/renderGallery/images/render-node`

export function madeOn(day: number, more: Record<string, string> = {}): Record<string, string> {
  return {
    'image-to-pool': '1.0.0',
    'image-to-pool-run': `${String(day)}/1`,
    'image-to-pool-digest': 'd'.repeat(64),
    'image-to-pool-repository': 'team/render',
    'image-to-pool-family': 'definition:rendergallery/render-node',
    'image-to-pool-made': `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`,
    ...more,
  }
}

export function image(number: number, tags = madeOn(number)): JsonObject {
  const name = `render-${String(number)}`
  const osDisk = {
    osType: 'Linux',
    osState: 'Generalized',
    snapshot: { id: `${compute}/snapshots/render-os` },
  }
  return {
    ...{ id: `${compute}/images/${name}`, name, type: 'Microsoft.Compute/images' },
    ...{ location: 'koreacentral', tags },
    properties: {
      provisioningState: 'Succeeded',
      hyperVGeneration: 'V2',
      storageProfile: { osDisk },
    },
  }
}

export function version(number: number, tags = madeOn(number)): JsonObject {
  const name = `1.0.${String(number)}`
  return {
    id: `${definition}/versions/${name}`,
    ...{ name, type: 'Microsoft.Compute/galleries/images/versions' },
    ...{ location: 'koreacentral', tags },
    properties: {
      provisioningState: 'Succeeded',
      publishingProfile: {
        publishedDate: `2026-11-${String(number).padStart(2, '0')}T08:30:00.000Z`,
        targetRegions: [{ name: 'Korea Central', regionalReplicaCount: 1 }],
      },
      storageProfile: { source: { id: `${compute}/images/render-${String(number)}` } },
    },
  }
}

export function pool(
  name: string,
  imageId: string,
  metadata: Record<string, string> = {},
): JsonObject {
  return {
    ...{ id: `${account}/pools/${name}`, name, type: 'Microsoft.Batch/batchAccounts/pools' },
    properties: {
      vmSize: 'STANDARD_D4S_V5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: { id: imageId },
          nodeAgentSkuId: 'batch.node.ubuntu 24.04',
        },
      },
      metadata: Object.entries(metadata).map(([key, value]) => ({ name: key, value })),
      scaleSettings: { fixedScale: { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 } },
    },
  }
}

const numbers = [1, 2, 3, 4, 5, 6]

/** Six releases; `render` is on the second of them, `render-old` was retired on the first. */
export function world(more: readonly JsonObject[] = []): JsonObject[] {
  return [
    ...defaultResources(defaultSubscriptionId),
    ...numbers.map((number) => image(number)),
    ...numbers.map((number) => version(number)),
    pool('render', `${definition}/versions/1.0.2`),
    pool('render-old', `${definition}/versions/1.0.1`, {
      ...madeOn(1),
      'image-to-pool-role': 'retired',
      'image-to-pool-keep-until': '2026-11-20T00:00:00.000Z',
    }),
    ...more,
  ]
}
