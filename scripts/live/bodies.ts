/** Bodies of writes that several probes have in common. */
import type { JsonObject } from '../../src/shared/json.js'

/** What the data plane takes as JSON. */
export const odata = { 'content-type': 'application/json; odata=minimalmetadata' }
export const noNodes: JsonObject = { fixedScale: { targetDedicatedNodes: 0 } }

/** 4 GiB, the smallest tier. */
export function diskBody(location: string, more: JsonObject = {}): JsonObject {
  const creationData = { createOption: 'Empty' }
  const supportedCapabilities = { architecture: 'x64' }
  return {
    location,
    sku: { name: 'Standard_LRS' },
    properties: {
      ...{ creationData, diskSizeGB: 4, osType: 'Linux', hyperVGeneration: 'V2' },
      supportedCapabilities,
      ...more,
    },
  }
}

export function imageBody(
  location: string,
  snapshotId: string,
  osDisk: JsonObject = {},
): JsonObject {
  const from = { osType: 'Linux', osState: 'Generalized', snapshot: { id: snapshotId } }
  const storageProfile = { osDisk: { ...from, ...osDisk } }
  return { location, properties: { hyperVGeneration: 'V2', storageProfile } }
}

export function definitionBody(location: string, sku: string, more: JsonObject = {}): JsonObject {
  return {
    location,
    properties: {
      ...{ osType: 'Linux', osState: 'Generalized', hyperVGeneration: 'V2', architecture: 'x64' },
      identifier: { publisher: 'image-to-pool', offer: 'live', sku },
      features: [{ name: 'SecurityType', value: 'Standard' }],
      ...more,
    },
  }
}
