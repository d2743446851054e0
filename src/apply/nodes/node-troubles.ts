import { groupFailures } from '../../diagnosis/explain-nodes.js'
import { maskNodeOutput, mostTailBytes, wholeLines } from '../../secrets/mask-node-output.js'
import { countAllStates, failedStates } from '../../diagnosis/node-states.js'
import type { BatchAccount, Node, NodeStateCounts } from '../../ports/azure.js'
import { AzureFailure } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectsAt, textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'

/** Of each state that nodes failed into; a page of them is one request. */
const mostNodes = 1000
/** Nodes whose stderr is read. */
const mostTails = 3
/** Where Batch puts what a start task writes: https://learn.microsoft.com/azure/batch/files-and-directories */
const stderrPath = 'startup/stderr.txt'

export interface NodeTroubles {
  readonly nodes: readonly Node[]
  /** By node id; only of start tasks that wrote some. */
  readonly stderr: ReadonlyMap<string, string>
  /** Undefined when all could be read. */
  readonly refused: AzureFailure | undefined
}

export interface SickPool {
  readonly account: BatchAccount
  readonly pool: string
  /** `properties` of the pool: values that its start task gets are hidden in what it writes. */
  readonly properties: JsonObject
}

/**
 * Reads the failed nodes and the end of what some start tasks wrote: a request for each state that nodes failed into, and
 * two for each of three files. What may not be read is left out.
 */
export async function readNodeTroubles(
  { account, pool, properties }: SickPool,
  counts: NodeStateCounts,
  { azure, signal }: Pick<StepContext, 'azure' | 'signal'>,
): Promise<NodeTroubles> {
  const states = countAllStates(counts)
  const wanted = failedStates.filter((state) => (states[state] ?? 0) > 0)
  const reads = await Promise.all(
    wanted.map(
      async (state) =>
        await tolerate(azure.nodes(account, pool, { signal, states: [state], limit: mostNodes })),
    ),
  )
  const nodes = reads.flatMap((read) => ('value' in read ? read.value : []))
  const refused = reads.flatMap((read) => ('refused' in read ? [read.refused] : []))[0]
  const secrets = environmentValues(properties)
  const tails = await Promise.all(
    nodesToHear(nodes).map(async ({ id }) => {
      const file = { pool, node: id, path: stderrPath }
      const read = await tolerate(
        azure.nodeFileTail(account, file, { signal, bytes: mostTailBytes }),
      )
      const text = 'value' in read ? maskNodeOutput(wholeLines(read.value ?? ''), secrets) : ''
      return [id, text] as const
    }),
  )
  return { nodes, stderr: new Map(tails.filter(([, text]) => text !== '')), refused }
}

/** One node of each way in which start tasks failed, of the commonest ones. */
function nodesToHear(nodes: readonly Node[]): readonly Node[] {
  return groupFailures(nodes)
    .filter(({ state }) => state === 'startTaskFailed')
    .flatMap((group) => group.nodes.slice(0, 1))
    .slice(0, mostTails)
}

async function tolerate<T>(
  read: Promise<T>,
): Promise<{ readonly value: T } | { readonly refused: AzureFailure }> {
  try {
    return { value: await read }
  } catch (error) {
    if (error instanceof AzureFailure) return { refused: error }
    throw error
  }
}

/** What the pool hands to its start task, secrets among it. */
function environmentValues(properties: JsonObject): readonly string[] {
  return objectsAt(properties, 'startTask', 'environmentSettings').flatMap(
    (setting) => textAt(setting, 'value') ?? [],
  )
}
