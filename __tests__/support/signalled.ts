/** A job whose main step gets SIGINT at a request, and its post step: the built action, as the runner runs it. */
import type { Scenario } from '../../src/simulator/kernel.js'
import { openJob, runAction, runPostStep, type Ended, type Kill } from '../e2e/action.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { machineWorld } from './vm-world.js'
import { imageId, poolId, startCloud, versionId, wholeWay, type Cloud } from '../e2e/azure.js'

export interface Signalled {
  readonly main: Ended
  readonly post: Ended
  /** Whether the request came at all. */
  readonly isReached: boolean
  /** Requests of the main step after the signal, and of the post step: `METHOD path`. */
  readonly afterSignal: readonly string[]
  readonly inPost: readonly string[]
  /** What is there after the post step: `snapshots`, `image`, `version`, `pool Steady`, … */
  readonly left: readonly string[]
  readonly close: () => Promise<void>
}

export interface Plan {
  /** The request at whose answer the signal comes, and the how-many-th such. */
  readonly at: RegExp
  readonly nth?: number
  /** Default: SIGINT. */
  readonly signal?: NodeJS.Signals
  readonly inputs: Readonly<Record<string, string>>
  readonly scenario: Scenario
}

export async function signalAt({
  at,
  nth = 1,
  signal = 'SIGINT',
  inputs,
  scenario,
}: Plan): Promise<Signalled> {
  const job = openJob()
  const requests: string[] = []
  let kill: Kill | undefined
  let seen = 0
  let signalled = -1
  const resources = [...defaultResources(defaultSubscriptionId), ...machineWorld()]
  const cloud = await startCloud({ resources, ...scenario }, (request) => {
    requests.push(request)
    if (!at.test(request)) return
    seen += 1
    if (seen !== nth) return
    signalled = requests.length
    kill?.(signal)
  })
  const invocation = {
    inputs: { ...cloud.inputs, ...wholeWay, ...inputs },
    env: { ...cloud.env, GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '1' },
    job: job.folder,
  }
  try {
    const main = await runAction({
      ...invocation,
      onStart: (means) => {
        kill = means
      },
    })
    const count = requests.length
    const post = await runPostStep(invocation, main)
    return {
      ...{ main, post, isReached: signalled !== -1 },
      afterSignal: signalled === -1 ? [] : requests.slice(signalled, count),
      inPost: requests.slice(count),
      left: whatIsLeft(cloud),
      close: cloud.close,
    }
  } catch (error) {
    await cloud.close()
    throw error
  } finally {
    job.remove()
  }
}

const snapshotIds = ['os', 'data-0', 'data-1'].map((end) =>
  imageId.replace(/images\/[^/]+$/, `snapshots/render-1-${end}`),
)

function whatIsLeft({ simulator }: Cloud): readonly string[] {
  const snapshots = snapshotIds.filter((id) => simulator.store.get(id) !== undefined)
  const ids = { image: imageId, version: versionId }
  const made = Object.entries(ids).flatMap(([name, id]) =>
    simulator.store.get(id) === undefined ? [] : [name],
  )
  if (snapshots.length > 0) made.unshift(`snapshots ${String(snapshots.length)}`)
  const url = new URL(`https://localhost${poolId}?api-version=2025-06-01`)
  const { status, body } = simulator.handle({ method: 'GET', url, headers: {}, body: undefined })
  if (status !== 200) return made
  const { properties } = body as { properties: { allocationState: string } }
  return [...made, `pool ${properties.allocationState}`]
}
