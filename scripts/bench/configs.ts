/** The files that the benchmark has checked and carried out. */
import { mkdirSync, writeFileSync } from 'node:fs'
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

/** A pool of its own on the image of all, in the world of `scenarioOf`. */
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

function fill(folder: string, count: number, ending: string, text: (name: string) => string): void {
  mkdirSync(join(workspace, folder))
  for (let index = 1; index <= count; index++) {
    const name = `pool-${String(index).padStart(5, '0')}`
    writeFileSync(join(workspace, folder, `${name}.${ending}`), text(name))
  }
}

export function writeConfigs(): void {
  writeFileSync(join(workspace, 'valid.yml'), validFile('render'))
  writeFileSync(join(workspace, 'broken.yml'), validFile('render').replace('rollout:', 'rolout:'))
  fill('thousand', 1000, 'yml', validFile)
}

export function writeManyConfigs(): void {
  fill('ten-thousand', 10_000, 'yml', validFile)
  fill('mistaken', 1000, 'yml', (name) => withThreeMistakes(validFile(name)))
  for (const count of [200, 1000, 3000]) fill(`pools-${String(count)}`, count, 'json', poolFile)
}

/** The default world with room for thousands of pools, as a file. */
export function scenarioFile(): string {
  const resources = defaultResources(defaultSubscriptionId).map((resource) =>
    resource['id'] === account
      ? {
          ...resource,
          properties: { ...(resource['properties'] as object), poolQuota: 10_000 },
        }
      : resource,
  )
  const path = join(workspace, 'scenario.json')
  writeFileSync(path, JSON.stringify({ resources, speed: 2_000 }))
  return path
}
