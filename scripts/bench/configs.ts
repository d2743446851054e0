/** The files that the benchmark has checked and carried out. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { workspace } from './run.js'

function provider(group: string, type: string): string {
  return `/subscriptions/${defaultSubscriptionId}/resourceGroups/${group}/providers/${type}`
}

export const compute = provider('rg-images', 'Microsoft.Compute')
export const account = `${provider('rg-batch', 'Microsoft.Batch/batchAccounts')}/renderbatch`

function validFile(name: string): string {
  return `image:
  name: ${name}-2026-11-23
  resourceGroup: rg-images
  osSnapshot: ${compute}/snapshots/${name}-os
  dataSnapshots:
    - ${compute}/snapshots/${name}-data-0
  tags: { team: render }
gallery:
  imageDefinition: ${compute}/galleries/farm/images/${name}
  imageVersion: auto
  targetRegions:
    - { name: koreacentral, replicas: 2, storageAccountType: Premium_LRS }
pool:
  account: ${account}
  name: ${name}
  properties:
    vmSize: Standard_D4s_v5
    deploymentConfiguration:
      virtualMachineConfiguration: { nodeAgentSkuId: batch.node.ubuntu 24.04 }
    scaleSettings: { fixedScale: { targetDedicatedNodes: 12, resizeTimeout: PT30M } }
    startTask: { commandLine: /opt/render/warm-up, waitForSuccess: true }
rollout:
  minDedicatedNodes: 10
`
}

function withThreeMistakes(text: string): string {
  return text
    .replace('rollout:', 'rolout:')
    .replace('resizeTimeout: PT30M', 'resizeTimeout: PT3M')
    .replace('vmSize:', 'vmsize:')
}

/** A pool of its own on the image of all, in the world of `scenarioFile`. */
function poolFile(name: string): string {
  return JSON.stringify({
    image: { name, resourceGroup: 'rg-images', osSnapshot: `${compute}/snapshots/render-os` },
    gallery: {
      imageDefinition: `${compute}/galleries/renderGallery/images/render-node`,
      imageVersion: `1.0.${String(Number(name.slice(-5)))}`,
      targetRegions: [{ name: 'koreacentral', replicas: 1 }],
    },
    pool: {
      ...{ account, name },
      properties: {
        vmSize: 'Standard_D2s_v5',
        deploymentConfiguration: {
          virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 24.04' },
        },
        scaleSettings: { fixedScale: { targetDedicatedNodes: 4, resizeTimeout: 'PT60M' } },
      },
    },
  })
}

/** Once for all rows that want them. */
function fill(folder: string, count: number, ending: string, text: (name: string) => string): void {
  if (existsSync(join(workspace, folder))) return
  mkdirSync(join(workspace, folder))
  for (let index = 1; index <= count; index++) {
    const name = numbered(index)
    writeFileSync(join(workspace, folder, `${name}.${ending}`), text(name))
  }
}

function numbered(index: number): string {
  return `pool-${String(index).padStart(5, '0')}`
}

export function writeOneFile(): void {
  writeFileSync(join(workspace, 'valid.yml'), validFile('render'))
  writeFileSync(join(workspace, 'broken.yml'), validFile('render').replace('rollout:', 'rolout:'))
}

export function writeThousand(): void {
  fill('thousand', 1000, 'yml', validFile)
}

export function writeTenThousand(): void {
  fill('ten-thousand', 10_000, 'yml', validFile)
}

export function writeMistaken(): void {
  fill('mistaken', 1000, 'yml', (name) => withThreeMistakes(validFile(name)))
}

/** The pattern of `config` for so many pools, each with an image and a version of its own. */
export function writePools(count: number): string {
  const folder = `pools-${String(count)}`
  fill(folder, count, 'json', poolFile)
  return `${folder}/*.json`
}

/** The default world as a file, with quota for thousands of pools, and `count` of them there already. */
export function scenarioFile(speed: number, count = 0): string {
  const resources = defaultResources(defaultSubscriptionId).map((resource) =>
    resource['id'] === account
      ? {
          ...resource,
          properties: { ...(resource['properties'] as object), poolQuota: 10_000 },
        }
      : resource,
  )
  const pools = Array.from({ length: count }, (_, index) => poolThere(`there-${numbered(index)}`))
  const path = join(workspace, `scenario-${String(speed)}-${String(count)}.json`)
  writeFileSync(path, JSON.stringify({ resources: [...resources, ...pools], speed }))
  return path
}

/** As Azure shows one: without nodes, on a version of a gallery. */
function poolThere(name: string): object {
  return {
    id: `${account}/pools/${name}`,
    name,
    type: 'Microsoft.Batch/batchAccounts/pools',
    properties: {
      ...{ provisioningState: 'Succeeded', allocationState: 'Steady' },
      vmSize: 'STANDARD_D2S_V5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: {
            id: `${compute}/galleries/renderGallery/images/render-node/versions/1.0.0`,
          },
          nodeAgentSkuId: 'batch.node.ubuntu 24.04',
        },
      },
      scaleSettings: {
        fixedScale: {
          ...{ targetDedicatedNodes: 0, targetLowPriorityNodes: 0, resizeTimeout: 'PT15M' },
        },
      },
      ...{ currentDedicatedNodes: 0, currentLowPriorityNodes: 0, taskSlotsPerNode: 1 },
      startTask: { commandLine: '/opt/render/warm-up', waitForSuccess: true, maxTaskRetryCount: 0 },
      metadata: [{ name: 'team', value: 'render' }],
    },
  }
}
