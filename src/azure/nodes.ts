import type { Azure, Node, NodeError, NodeStateCounts } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { aboutData, listData, quoted, sendData } from './account-endpoint.js'
import { flagAt, given, listAt, numberAt, objectAt, textAt } from './answer-fields.js'
import { unlessMissing } from './arm.js'
import { inCall } from './call.js'
import type { Clients } from './clients.js'
import { redact } from '../secrets/redact.js'

type Nodes = Pick<Azure, 'nodeCounts' | 'allNodeCounts' | 'nodes' | 'nodeFileTail'>

/** Only what is read of a node: a page of a thousand is then small. */
const nodeFields = 'id,state,stateTransitionTime,isDedicated,errors,startTaskInfo'

/** The nodes of a pool, counted and one by one. */
export function nodesOf(clients: Clients): Nodes {
  return {
    async nodeCounts(account, pool, { signal }) {
      const about = aboutData(account, `count the nodes of pool ${pool}`)
      const query = { $filter: `poolId eq ${quoted(pool)}` }
      return await inCall(about, signal, async () => {
        const counts = await listData(clients, about, { account, path: ['nodecounts'], query })
        return toCounts(counts.find((count) => sameName(textAt(count, 'poolId'), pool)))
      })
    },

    async allNodeCounts(account, { signal }) {
      const about = aboutData(account, 'count the nodes of all pools')
      return await inCall(about, signal, async () => {
        const counts = await listData(clients, about, { account, path: ['nodecounts'] })
        return new Map(
          counts.map((one) => [(textAt(one, 'poolId') ?? '').toLowerCase(), toCounts(one)]),
        )
      })
    },

    async nodes(account, pool, { signal, states = [], limit }) {
      const about = aboutData(account, `list nodes of pool ${pool}`)
      const filter = states.map((state) => `state eq ${quoted(state.toLowerCase())}`).join(' or ')
      const query = { $select: nodeFields, ...(filter === '' ? {} : { $filter: filter }) }
      const path = ['pools', pool, 'nodes']
      return await inCall(about, signal, async () => {
        const nodes = await listData(clients, about, { account, path, query, most: limit })
        return nodes.map(toNode)
      })
    },

    async nodeFileTail(account, file, { signal, bytes }) {
      const about = aboutData(account, `read ${file.path} of node ${file.node}`)
      const path = ['pools', file.pool, 'nodes', file.node, 'files', file.path]
      return await unlessMissing(
        inCall(about, signal, async () => {
          // The service takes ranges from the start only, so the length is asked first.
          const { headers } = await sendData(clients, about, { account, method: 'HEAD', path })
          const length = Number(headers.get('content-length') ?? '0')
          if (length === 0) return ''
          const first = Math.max(0, length - bytes)
          const range = `bytes=${String(first)}-${String(length - 1)}`
          const { bodyAsText } = await sendData(clients, about, {
            account,
            path,
            headers: { accept: 'application/octet-stream', 'ocp-range': range },
          })
          return cleanTail(bodyAsText, bytes)
        }),
      )
    },
  }
}

/** Names of pools are told apart without letter case. */
function sameName(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase()
}

function toCounts(found: JsonObject | undefined): NodeStateCounts {
  return {
    dedicated: countsAt(found, 'dedicated'),
    lowPriority: countsAt(found, 'lowPriority'),
  }
}

/** `total` stands beside the states and is none. */
function countsAt(found: JsonObject | undefined, kind: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(objectAt(found, kind)).flatMap(([state, count]) =>
      typeof count === 'number' && state !== 'total' ? [[state, count]] : [],
    ),
  )
}

function toNode(found: JsonObject): Node {
  const info = found['startTaskInfo']
  return {
    id: textAt(found, 'id') ?? '',
    state: textAt(found, 'state') ?? 'unknown',
    ...given('since', textAt(found, 'stateTransitionTime')),
    isDedicated: flagAt(found, 'isDedicated') ?? true,
    errors: listAt(found, 'errors').map((error) => toNodeError(error, 'errorDetails')),
    ...(info === undefined
      ? {}
      : {
          startTask: {
            ...given('state', textAt(info, 'state')),
            ...given('exitCode', numberAt(info, 'exitCode')),
            ...given('failure', failureAt(info as JsonObject)),
          },
        }),
  }
}

function failureAt(startTaskInfo: JsonObject): NodeError | undefined {
  const failure = objectAt(startTaskInfo, 'failureInfo')
  return Object.keys(failure).length === 0 ? undefined : toNodeError(failure, 'details')
}

/** Details hold command lines and addresses of files, which may be signed. */
function toNodeError(error: JsonObject, detailsAt: string): NodeError {
  return {
    code: textAt(error, 'code') ?? textAt(error, 'category') ?? 'Unknown',
    message: redact(textAt(error, 'message') ?? ''),
    details: listAt(error, detailsAt).map((detail) => ({
      name: textAt(detail, 'name') ?? '',
      value: redact(textAt(detail, 'value') ?? ''),
    })),
  }
}

/** Without the rest of a character that the range has cut in two, and not longer than asked for. */
function cleanTail(text: string, bytes: number): string {
  const all = Buffer.from(text.replace(/^\uFFFD+/, ''))
  const tail =
    all.length > bytes ? all.subarray(all.length - bytes).toString('utf8') : all.toString('utf8')
  return redact(tail.replace(/^\uFFFD+/, ''))
}
