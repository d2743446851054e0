import { groupFailures, type Observed } from '../../diagnosis/explain-nodes.js'
import { maskNodeOutput, mostTailBytes, wholeLines } from '../../secrets/mask-node-output.js'
import { standingOf } from '../../diagnosis/node-states.js'
import type { BatchAccount, Node } from '../../ports/azure.js'
import { AzureFailure } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectsAt, textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'

/** Nodes whose stderr is read. */
const mostTails = 3
/** Where Batch puts what a start task writes: https://learn.microsoft.com/azure/batch/files-and-directories */
const stderrPath = 'startup/stderr.txt'

/** The failed ones of the nodes, and the end of what start tasks wrote, by node id. */
export type NodeTroubles = Pick<Observed, 'nodes' | 'stderr'>

export interface SickPool {
  readonly account: BatchAccount
  readonly pool: string
  /** `properties` of the pool: values that its start task gets are hidden in what it writes. */
  readonly properties: JsonObject
}

/** Reads the end of what some start tasks wrote: two requests for each of three files. What may not be read is left out. */
export async function readTroubles(
  { account, pool, properties }: SickPool,
  listed: readonly Node[],
  { azure, signal }: Pick<StepContext, 'azure' | 'signal'>,
): Promise<NodeTroubles> {
  const nodes = listed.filter(({ state }) => standingOf(state) === 'failed')
  const secrets = environmentValues(properties)
  const tails = await Promise.all(
    nodesToHear(nodes).map(async ({ id }) => {
      const file = { pool, node: id, path: stderrPath }
      const read = azure.nodeFileTail(account, file, { signal, bytes: mostTailBytes })
      const text = maskNodeOutput(wholeLines(await unlessRefused(read)), secrets)
      return [id, text] as const
    }),
  )
  return { nodes, stderr: new Map(tails.filter(([, text]) => text !== '')) }
}

/** One node of each way in which start tasks failed, of the commonest ones. */
function nodesToHear(nodes: readonly Node[]): readonly Node[] {
  return groupFailures(nodes)
    .filter(({ state }) => state === 'startTaskFailed')
    .flatMap((group) => group.nodes.slice(0, 1))
    .slice(0, mostTails)
}

async function unlessRefused(read: Promise<string | undefined>): Promise<string> {
  try {
    return (await read) ?? ''
  } catch (error) {
    if (error instanceof AzureFailure) return ''
    throw error
  }
}

/** What the pool hands to its start task, secrets among it. */
function environmentValues(properties: JsonObject): readonly string[] {
  return objectsAt(properties, 'startTask', 'environmentSettings').flatMap(
    (setting) => textAt(setting, 'value') ?? [],
  )
}
