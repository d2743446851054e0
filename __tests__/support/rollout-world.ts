/** An Azure with two versions of an image and a pool made from the first one, for bringing the second one to it. */
import { Cancelled } from '../../src/shared/errors.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type Given, type Recording, type SimulatedAzure } from './recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
export const accountId = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const definitionId = `${compute}/galleries/renderGallery/images/render-node`
export const oldImage = `${definitionId}/versions/1.0.0`
export const newImage = `${definitionId}/versions/2.0.0`
export const poolId = `${accountId}/pools/render`

const context = { attempt: '77/2' }
const general = {
  'subscription-id': defaultSubscriptionId,
  'resource-group': 'rg-images',
}

const poolInputs = {
  ...general,
  ...{ 'batch-account': accountId, 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5' },
  'node-agent-sku-id': 'batch.node.ubuntu 22.04',
  'target-dedicated-nodes': '5',
}

/** The world, and how many requests it took to bring it about. */
export interface RolloutWorld {
  readonly azure: SimulatedAzure
  readonly roll: (more?: Given['inputs'], given?: Partial<Given>) => Promise<Recording>
  /** Hears of each request when it has been answered, as `METHOD path`. */
  readonly onAnswer: (hear: (request: string) => void) => void
  /** The same, and gone without a word once so many requests of a kind (`METHOD path`) have been answered. */
  readonly rollAndKill: (request: RegExp, count: number) => Promise<void>
}

export async function rolloutWorld(
  strategy: string,
  scenario: Scenario = {},
  more: Given['inputs'] = {},
): Promise<RolloutWorld> {
  let onAnswer: (request: string) => void = () => undefined
  const azure = simulatedAzure(scenario, (request) => {
    onAnswer(request)
  })
  for (const version of ['1.0.0', '2.0.0']) {
    await expectGood(azure, {
      ...general,
      ...{ 'os-snapshot': 'render-os', 'gallery-image-definition': definitionId },
      ...{ 'gallery-source': 'snapshots', 'gallery-image-version': version },
    })
  }
  const inputs = { ...poolInputs, 'on-existing-pool': strategy, ...more }
  await expectGood(azure, { ...inputs, 'image-id': oldImage })
  const roll = async (others: Given['inputs'] = {}, given: Partial<Given> = {}) =>
    await azure.run({ inputs: { ...inputs, 'image-id': newImage, ...others }, context, ...given })
  const rollAndKill = async (pattern: RegExp, count: number): Promise<void> => {
    const kill = new AbortController()
    let left = count
    onAnswer = (request) => {
      if (pattern.test(request)) left -= 1
      if (left === 0) kill.abort(new Cancelled('gone'))
    }
    await roll({ 'on-cancel': 'keep' }, { cancelled: kill.signal })
    onAnswer = () => undefined
  }
  const listen = (hear: (request: string) => void): void => {
    onAnswer = hear
  }
  return { azure, roll, rollAndKill, onAnswer: listen }
}

async function expectGood(azure: SimulatedAzure, inputs: Given['inputs']): Promise<void> {
  const { failure, lines } = await azure.run({ inputs, context })
  if (failure !== undefined) throw new Error([failure, ...lines].join('\n'))
}

export interface PoolView {
  readonly image: string
  readonly nodes: string
  readonly target: string
  readonly role: string | undefined
  /** Marks of an unfinished rollout. */
  readonly marks: readonly string[]
  readonly jobs: readonly string[]
}

/** The account's pools as a GET shows them now, by name, with their jobs and the states of these. */
export function poolsOf({ simulator }: SimulatedAzure): Readonly<Record<string, PoolView>> {
  const get = (host: string, path: string, version: string): JsonObject => {
    const url = new URL(`https://${host}${path}?api-version=${version}`)
    const headers = { authorization: 'Bearer simulated' }
    const request = { method: 'GET', url, headers, body: undefined }
    const answers = Array.from({ length: 8 }, () => simulator.handle(request))
    // Faults that the run has not met are still to come.
    return answers.find(({ status }) => status === 200)?.body as JsonObject
  }
  const arm = get('management.azure.com', `${accountId}/pools`, '2025-06-01')
  const { accountEndpoint } = get('management.azure.com', accountId, '2025-06-01')[
    'properties'
  ] as JsonObject
  const data = get(accountEndpoint as string, '/jobs', '2025-06-01')
  const jobs = data['value'] as unknown as readonly JobShown[]
  return Object.fromEntries(
    (arm['value'] as unknown as readonly PoolShown[]).map((pool) => [
      pool.name,
      viewOf(
        pool.properties,
        jobs.filter(({ poolInfo }) => poolInfo['poolId'] === pool.name),
      ),
    ]),
  )
}

const ofTheMoment =
  /^(creationTime|lastModified|.*TransitionTime|resizeOperationStatus|allocationState|autoScaleRun)$/

/** Everything of a pool that somebody wrote, and its nodes. */
export function lastingOf({ simulator: { store } }: SimulatedAzure, name: string): unknown {
  const pool = store.get(`${accountId}/pools/${name}`)
  const { properties = {}, tags } = pool ?? {}
  const kept = Object.entries(properties).filter(([key]) => !ofTheMoment.test(key))
  return { properties: Object.fromEntries(kept), tags, identity: pool?.['identity'] }
}

function viewOf(
  shown: JsonObject,
  jobs: readonly { readonly id: string; readonly state: string }[],
): PoolView {
  const properties = shown as unknown as PropertiesShown
  const { fixedScale, autoScale } = properties.scaleSettings ?? {}
  const own = (properties.metadata ?? []).map(({ name, value }) => [name, value] as const)
  const { imageReference } = properties.deploymentConfiguration.virtualMachineConfiguration
  const { targetDedicatedNodes = 0, targetLowPriorityNodes = 0 } = fixedScale ?? {}
  return {
    image: imageReference.id.split('/').at(-1) ?? '',
    nodes: pair(properties.currentDedicatedNodes, properties.currentLowPriorityNodes),
    target:
      autoScale === undefined ? pair(targetDedicatedNodes, targetLowPriorityNodes) : 'formula',
    role: new Map(own).get('image-to-pool-role'),
    marks: own.map(([name]) => name).filter((name) => /-(before|moving)$/.test(name)),
    jobs: jobs.map(({ id, state }) => `${id} ${state}`).sort(),
  }
}

function pair(dedicated: number, lowPriority: number): string {
  return `${String(dedicated)}+${String(lowPriority)}`
}

interface PropertiesShown {
  readonly deploymentConfiguration: {
    readonly virtualMachineConfiguration: { readonly imageReference: { readonly id: string } }
  }
  readonly scaleSettings?: {
    readonly fixedScale?: {
      readonly targetDedicatedNodes?: number
      readonly targetLowPriorityNodes?: number
    }
    readonly autoScale?: unknown
  }
  readonly metadata?: readonly Item[]
  readonly currentDedicatedNodes: number
  readonly currentLowPriorityNodes: number
}

/** Writes to pools and jobs, without what comes before. */
export function writesOf({ simulator }: SimulatedAzure, from: number): readonly string[] {
  return simulator.transcript.entries
    .slice(from)
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .map(
      ({ method, path, status }) =>
        `${method} ${path.replace(/^.*\/(pools|jobs)\//, '')} ${String(status)}`,
    )
}

interface JobShown {
  readonly id: string
  readonly state: string
  readonly poolInfo: JsonObject
}

interface PoolShown {
  readonly name: string
  readonly properties: JsonObject
}

interface Item {
  readonly name: string
  readonly value: string
}
