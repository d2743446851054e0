import { createManualClock } from '../../src/simulator/clock.js'
import type { JsonObject, Scenario, SimulatedResponse } from '../../src/simulator/kernel.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'
import { recordAnswers } from '../support/record-answers.js'
import { schemaErrors } from './arm-schemas.js'

export const subscription = '30000000-0000-4000-a000-000000000001'
export const group = `/subscriptions/${subscription}/resourceGroups/rg-batch`
export const accountId = `${group}/providers/Microsoft.Batch/batchAccounts/renderbatch`
export const compute = `${group}/providers/Microsoft.Compute`
export const snapshotId = `${compute}/snapshots/os`
export const imageId = `${compute}/images/render-1`
export const definitionId = `${compute}/galleries/renderGallery/images/render-node`
export const versionId = `${definitionId}/versions/1.0.0`

const region = 'koreacentral'
export const dataPlaneHost = `renderbatch.${region}.batch.azure.com`

/** A gallery version, the managed image and the snapshot behind it, and a Batch account, all in one region. */
export function resources(changes: Readonly<Record<string, JsonObject>> = {}): JsonObject[] {
  const all: JsonObject[] = [
    { id: group, type: 'Microsoft.Resources/resourceGroups', properties: {} },
    {
      id: accountId,
      type: 'Microsoft.Batch/batchAccounts',
      properties: {
        accountEndpoint: dataPlaneHost,
        poolAllocationMode: 'BatchService',
        provisioningState: 'Succeeded',
        dedicatedCoreQuota: 5000,
        dedicatedCoreQuotaPerVMFamily: [{ name: 'standardDSv5Family', coreQuota: 5000 }],
        dedicatedCoreQuotaPerVMFamilyEnforced: true,
        lowPriorityCoreQuota: 500,
        poolQuota: 20,
      },
    },
    {
      id: snapshotId,
      type: 'Microsoft.Compute/snapshots',
      properties: { osType: 'Linux', hyperVGeneration: 'V2', provisioningState: 'Succeeded' },
    },
    {
      id: imageId,
      type: 'Microsoft.Compute/images',
      properties: {
        hyperVGeneration: 'V2',
        provisioningState: 'Succeeded',
        storageProfile: {
          osDisk: { osType: 'Linux', osState: 'Generalized', snapshot: { id: snapshotId } },
        },
      },
    },
    {
      id: `${compute}/galleries/renderGallery`,
      type: 'Microsoft.Compute/galleries',
      properties: { provisioningState: 'Succeeded' },
    },
    {
      id: definitionId,
      type: 'Microsoft.Compute/galleries/images',
      properties: {
        osType: 'Linux',
        osState: 'Generalized',
        hyperVGeneration: 'V2',
        identifier: { publisher: 'contoso', offer: 'render', sku: 'node' },
        provisioningState: 'Succeeded',
      },
    },
    {
      id: versionId,
      type: 'Microsoft.Compute/galleries/images/versions',
      properties: {
        provisioningState: 'Succeeded',
        publishingProfile: { targetRegions: [{ name: 'Korea Central', regionalReplicaCount: 1 }] },
        storageProfile: { source: { id: imageId } },
      },
    },
  ]
  return all.map((resource) => {
    const id = resource['id'] as string
    const change = changes[id] ?? {}
    const own = resource['properties'] as JsonObject
    return {
      name: id.split('/').at(-1) ?? '',
      location: region,
      ...resource,
      ...change,
      properties: { ...own, ...((change['properties'] as JsonObject | undefined) ?? {}) },
    }
  })
}

/** A pool body: a gallery image, two dedicated nodes; `properties` replaces what it names. */
export function poolBody(properties: JsonObject = {}): JsonObject {
  return {
    properties: {
      vmSize: 'Standard_D4s_v5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: { id: versionId },
          nodeAgentSkuId: 'batch.node.ubuntu 22.04',
        },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 2, resizeTimeout: 'PT30M' } },
      ...properties,
    },
  }
}

export function fixedScale(dedicated: number, more: JsonObject = {}): JsonObject {
  return { scaleSettings: { fixedScale: { targetDedicatedNodes: dedicated, ...more } } }
}

export function vmConfiguration(more: JsonObject): JsonObject {
  const { properties } = poolBody()
  const { deploymentConfiguration } = properties as { deploymentConfiguration: JsonObject }
  const own = deploymentConfiguration['virtualMachineConfiguration'] as JsonObject
  return { deploymentConfiguration: { virtualMachineConfiguration: { ...own, ...more } } }
}

export interface Call {
  readonly method?: string
  readonly body?: JsonObject
  readonly headers?: Record<string, string>
  readonly version?: string
}

export interface Answer extends Omit<SimulatedResponse, 'body'> {
  readonly body: JsonObject
  readonly properties: JsonObject
}

export class World {
  readonly clock = createManualClock()
  readonly simulator: Simulator

  constructor(scenario: Scenario = {}, changes: Readonly<Record<string, JsonObject>> = {}) {
    const all = [...resources(changes), ...(scenario.resources ?? [])]
    this.simulator = createSimulator(
      { ...scenario, resources: all },
      { clock: this.clock, ...recordAnswers() },
    )
  }

  call(
    path: string,
    { method = 'GET', body, headers = {}, version = '2025-06-01' }: Call = {},
  ): Answer {
    const url = new URL(path, 'https://management.azure.com')
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', version)
    const text = body === undefined ? undefined : JSON.stringify(body)
    const type = text === undefined ? {} : { 'content-type': 'application/json' }
    const sent = { method, url, headers: { ...type, ...headers }, body: text }
    const answer = this.simulator.handle(sent)
    const answered = (answer.body ?? {}) as JsonObject
    const properties = (answered['properties'] ?? {}) as JsonObject
    return { ...answer, body: answered, properties }
  }

  /** What the simulator takes must be what Azure's schema of that version takes. */
  put(name: string, body: JsonObject = poolBody(), call: Call = {}): Answer {
    const answer = this.call(poolId(name), { method: 'PUT', body, ...call })
    if (answer.status !== 200) return answer
    const { version = '2025-06-01' } = call
    const type = 'Microsoft.Batch/batchAccounts/pools'
    const resource = { name, type, apiVersion: version, ...body }
    const errors = schemaErrors(`Microsoft.Batch.${version}`, 'batchAccounts_pools', resource) ?? []
    if (errors.length > 0) throw new Error(`not valid in ${version}: ${errors.join('; ')}`)
    return answer
  }

  /** A call of the account's data plane. */
  data(path: string, { version = '2024-07-01.20.0', ...call }: Call = {}): Answer {
    return this.call(`https://${dataPlaneHost}${path}`, { version, ...call })
  }

  pool(name: string, version?: string): Answer {
    return this.call(poolId(name), version === undefined ? {} : { version })
  }

  advance(seconds: number): void {
    this.clock.advance(seconds * 1000)
  }
}

export function poolId(name: string): string {
  return `${accountId}/pools/${name}`
}

export function errorOf(answer: Answer): { code: string; message: string; details: JsonObject[] } {
  return { details: [], ...(answer.body['error'] as { code: string; message: string }) }
}

/** `name: value` of an error's details. */
export function detailsOf(answer: Answer): Record<string, unknown> {
  return Object.fromEntries(
    errorOf(answer).details.map((detail) => [detail['code'] as string, detail['message']]),
  )
}
