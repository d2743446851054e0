import { withoutKeys, type JsonObject } from '../shared/json.js'
import { objectAt, withJsonAt } from '../shared/json-at.js'
import type { ManagedImageOfPool } from './import-pools.js'
import type { Ask } from './secrets.js'

const vm = ['deploymentConfiguration', 'virtualMachineConfiguration'] as const

interface OnGallery {
  readonly config: JsonObject
  readonly asks: readonly Ask[]
  readonly remarks: readonly string[]
}

/**
 * The config that moves a pool from its managed image, which Batch has retired, to a version in a gallery: the image that
 * there is, the definition to publish it as, and a rollout beside the pool that runs.
 */
export function onGallery(image: ManagedImageOfPool, pool: JsonObject): OnGallery {
  const { id, galleryId, hyperVGeneration } = image
  const definition = `${galleryId ?? '/subscriptions/<subscription>/resourceGroups/<resource group>/providers/Microsoft.Compute/galleries/<gallery>'}/images/${stemOf(id)}`
  const properties = objectAt(pool, 'properties') ?? {}
  const machine = withoutKeys(objectAt(properties, ...vm) ?? {}, 'imageReference')
  return {
    config: {
      image: { id },
      gallery: {
        ...(galleryId !== undefined && { imageDefinition: definition }),
        createImageDefinition: true,
        ...(hyperVGeneration !== undefined && { hyperVGeneration }),
        // An image made from snapshots can feed no other kind.
        securityType: 'Standard',
        imageVersion: 'auto',
      },
      pool: { ...pool, properties: withJsonAt(properties, vm, machine) },
      rollout: { onExistingPool: 'blue-green' },
    },
    asks:
      galleryId === undefined
        ? [{ path: ['gallery', 'imageDefinition'], example: definition }]
        : [],
    remarks: [
      'Batch has retired pools on managed images (2026-03-31): this config publishes the image to a gallery',
      'and moves the pool to it. docs/from-managed-image.md goes through it.',
    ],
  }
}

/** `render-2026-11-23` is one image of many: the definition is `render`. */
function stemOf(id: string): string {
  const name = id.slice(id.lastIndexOf('/') + 1)
  const stem = name.replace(/[-_.]*v?\d[\d\-_.T]*Z?$/i, '')
  return stem === '' ? name : stem
}
