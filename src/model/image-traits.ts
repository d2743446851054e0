import type { HyperVGeneration, ManagedImage, OsType } from '../ports/azure.js'
import type { Json, JsonObject } from '../shared/json.js'
import { jsonAt } from '../shared/json-at.js'
import type { ImageTraits } from './facts.js'

/** What a managed image that exists says of itself. Always x64: Azure makes no managed images for Arm. */
export function imageTraits({ location, properties }: ManagedImage): ImageTraits {
  return {
    location,
    osType: osTypeOf(jsonAt(properties, 'storageProfile', 'osDisk', 'osType')),
    hyperVGeneration: generationOf(properties),
    architecture: 'x64',
  }
}

/** V1 where the image states none: images older than API 2019-03-01. */
export function generationOf(properties: JsonObject): HyperVGeneration {
  return properties['hyperVGeneration'] === 'V2' ? 'V2' : 'V1'
}

function osTypeOf(value: Json | undefined): OsType | undefined {
  return value === 'Linux' || value === 'Windows' ? value : undefined
}
