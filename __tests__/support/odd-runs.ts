/** Runs of the action, each with an Azure whose answers may be odd. */
import { defaultResources } from '../../src/simulator/default-world.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { readAzureTypes } from './azure-types.js'
import { lyingClient, oneOf, randomFrom, type Lies, type Shown } from './odd-answers.js'
import { simulatedAzure, type Recording } from './recorded-run.js'
import { newImage, rolloutWorld } from './rollout-world.js'
import { account, world as releasedWorld } from './released-world.js'
import { compute, machineWorld } from './vm-world.js'

const types = readAzureTypes()
const plenty = { size: 1_000_000, perSecond: 1_000 }
export const calm: Scenario = { rateLimits: { reads: plenty, writes: plenty, deletes: plenty } }
const general = {
  'subscription-id': defaultSubscriptionId,
  'resource-group': 'rg-images',
  timeout: 'PT4H',
}
const poolInputs = {
  ...{ 'batch-account': account, 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5' },
  ...{ 'node-agent-sku-id': 'batch.node.ubuntu 22.04', 'target-dedicated-nodes': '5' },
}
const fromMachine = {
  ...{ ...general, ...poolInputs, 'snapshot-source-vm': 'golden-vm', 'image-name': 'golden' },
  'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
}

interface World {
  readonly resources: readonly JsonObject[]
  /** What time it is there at the start, in ms since the epoch. */
  readonly startMs: number
}

const beginsMs = Date.parse('2026-11-23T08:00:00Z')
const beginning = [...defaultResources(defaultSubscriptionId), ...machineWorld()]

/** What one run is to do, and in which Azure. */
export interface Job {
  readonly inputs: Readonly<Record<string, string>>
  readonly world: World
}

/** What is there after truthful runs, as the beginning of others. */
async function after(...runs: readonly Readonly<Record<string, string>>[]) {
  const azure = simulatedAzure({ ...calm, resources: beginning })
  for (const inputs of runs) {
    const { failure } = await azure.run({ inputs })
    if (failure !== undefined) throw new Error(failure)
  }
  return worldOf(azure)
}

function worldOf({ simulator }: ReturnType<typeof simulatedAzure>): World {
  const startMs = simulator.clock.now()
  const all = simulator.store.asOf(startMs) as unknown as readonly JsonObject[]
  const resources = all.map((resource) => {
    if (resource['type'] !== 'Microsoft.Batch/batchAccounts/pools') return resource
    // What came of its resizes is not among what is stored.
    const properties = { ...(resource['properties'] as JsonObject), currentDedicatedNodes: 5 }
    return { ...resource, properties }
  })
  return { startMs, resources }
}

export async function jobs(): Promise<Readonly<Record<string, Job>>> {
  const { azure } = await rolloutWorld('update', calm)
  const rollout = worldOf(azure)
  const made = await after(fromMachine)
  const fresh = { startMs: beginsMs, resources: beginning }
  const roll = (how: string): Job => {
    return { world: rollout, inputs: { ...general, ...poolInputs, 'image-id': newImage, 'on-existing-pool': how } } // prettier-ignore
  }
  return {
    'from a machine': { world: fresh, inputs: fromMachine },
    'of what is there': { world: made, inputs: fromMachine },
    recycle: roll('recycle'),
    replace: roll('replace'),
    'blue-green': roll('blue-green'),
    cleanup: {
      world: { startMs: beginsMs, resources: releasedWorld() },
      inputs: { ...general, 'resource-group': '', mode: 'cleanup' },
    },
    audit: { world: made, inputs: { mode: 'audit', 'subscription-id': defaultSubscriptionId } },
    plan: { world: made, inputs: { ...fromMachine, mode: 'plan' } },
  }
}

/** What a pool uses in the world of the cleanup, and must stay. */
const inUse = [
  `${compute}/images/render-2`,
  `${compute}/galleries/renderGallery/images/render-node/versions/1.0.2`,
  `${account}/pools/render`,
]

export interface Seen {
  /** What a pool uses, and is gone after a cleanup. */
  readonly gone: readonly string[]
  readonly ended: Recording
  readonly shown: readonly Shown[]
}

export async function lieTo(
  { inputs, world }: Job,
  seed: number,
  onChanged: (text: string) => void,
) {
  const random = randomFrom(seed)
  for (let i = 0; i < 5; i += 1) random(10) // the first numbers of neighbouring seeds are alike
  const lies: Lies = {
    oneIn: oneOf(inputs['mode'] === undefined ? [1, 3, 10, 40] : [1, 2], random),
    count: oneOf([1, 1, 1, 2, 5, 20], random),
    isSteady: random(3) > 0,
  }
  const shown: Shown[] = []
  const heard = { changed: onChanged, shown: (one: Shown) => shown.push(one) }
  const azure = simulatedAzure({ ...calm, resources: world.resources }, undefined, {
    startMs: world.startMs,
    between: (client) => lyingClient(client, types, { lies, seed }, heard),
  })
  const ended = await azure.run({ inputs })
  const gone = inUse.filter(
    (id) => inputs['mode'] === 'cleanup' && azure.simulator.store.get(id) === undefined,
  )
  return { ended, shown, lies, gone }
}
