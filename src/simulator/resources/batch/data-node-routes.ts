/** Nodes in the data plane: listed, counted, shown, and the files that the start task wrote. */
import { createHash } from 'node:crypto'
import type { Route, RouteContext, SimulatedResponse, StoredResource } from '../../kernel.js'
import { sameText } from '../../store.js'
import { dataRoute } from './data-account.js'
import { listQuery, odataHeaders, odataItem, odataPage, showQuery } from './data-answers.js'
import { countStates, nodeId, showNode, viewNodes, type NodeView } from './data-nodes.js'
import { nodeScenario, type NodeState } from './node-life.js'
import { problem } from './problem.js'

/** Nodes come in far wider pages than other things: 1,000 in Azure. */
const pageFactor = 20
/** Counts come ten pools a page: azure-batch for Python, documentation of `maxresults`. */
const countsFactor = 2

function requirePool(context: RouteContext, account: StoredResource): StoredResource {
  const pool = context.store.get(`${account.id}/pools/${context.params['pool'] ?? ''}`)
  if (pool === undefined) throw problem(404, 'PoolNotFound')
  return pool
}

function listNodes(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  const { origin } = context
  const place = { pool, origin, fate: nodeScenario(context, pool) }
  const nodes = viewNodes(context, pool).map((view) => showNode(view, place))
  return odataPage(context, nodes, { entity: 'nodes', factor: pageFactor })
}

function listNodeCounts(context: RouteContext, account: StoredResource): SimulatedResponse {
  const all = context.store.list(`${account.id}/pools`)
  // Told apart before they are counted: the nodes of hundreds of pools are many.
  const wanted = /^poolId eq '([^']*)'$/i.exec(context.query.get('$filter') ?? '')?.[1]
  const pools = all.filter(({ name }) => wanted === undefined || sameText(name, wanted))
  const lagMs = (context.scenario.nodeCountsLagSeconds ?? 0) * 1000
  const counts = pools.map((pool) => countStates(context, pool, context.clock.now() - lagMs))
  return odataPage(context, counts, { entity: 'poolnodecounts', factor: countsFactor })
}

function requireNode(context: RouteContext, pool: StoredResource): NodeView {
  const id = context.params['node']
  const node = viewNodes(context, pool).find((view) => nodeId(pool, view.node) === id)
  if (node === undefined) throw problem(404, 'NodeNotFound')
  return node
}

function getNode(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  const view = requireNode(context, pool)
  const { origin } = context
  const shown = showNode(view, { pool, origin, fate: nodeScenario(context, pool) })
  return { status: 200, headers: odataHeaders, body: odataItem(context, shown, 'nodes') }
}

interface NodeFile {
  readonly content: string
  readonly headers: Record<string, string>
}

/** Nodes whose files cannot be had, and why. */
const closedStates: Readonly<Partial<Record<NodeState, string>>> = {
  creating: 'NodeBeingCreated',
  starting: 'NodeBeingStarted',
  unusable: 'NodeStateUnusable',
}

/** The start task's standard streams, from when it begins; Batch cannot reach nodes that are not there for it. */
function findFile(context: RouteContext, account: StoredResource): NodeFile {
  const pool = requirePool(context, account)
  const view = requireNode(context, pool)
  const closed = closedStates[view.state]
  if (closed !== undefined) throw problem(409, closed)
  const path = context.params['path'] ?? ''
  const content = contentOf(path, view, context, pool)
  if (content === undefined) throw problem(404, 'FileNotFound')
  const changedMs = view.startTask?.endMs ?? view.startTask?.startMs ?? view.node.bornMs
  const digest = createHash('sha256').update(
    `${nodeId(pool, view.node)} ${path} ${String(changedMs)}`,
  )
  return {
    content,
    headers: {
      ...odataHeaders,
      etag: `0x8D${digest.digest('hex').slice(0, 13).toUpperCase()}`,
      'last-modified': new Date(changedMs).toUTCString(),
      'ocp-creation-time': new Date(view.startTask?.startMs ?? 0).toUTCString(),
      'ocp-batch-file-isdirectory': 'False',
      'ocp-batch-file-mode': '0o644',
      'ocp-batch-file-url': encodeURI(`${context.origin}${context.request.url.pathname}`),
    },
  }
}

function contentOf(
  path: string,
  { startTask }: NodeView,
  context: RouteContext,
  pool: StoredResource,
): string | undefined {
  const stream = /^startup\/(stdout|stderr)\.txt$/.exec(path)?.[1]
  if (stream === undefined || startTask === undefined) return undefined
  const { startTaskFails } = nodeScenario(context, pool)
  const hasFailed = startTask.failed || startTask.retryCount > 0
  return (hasFailed && startTaskFails?.[stream === 'stdout' ? 'stdout' : 'stderr']) || ''
}

function getFile(context: RouteContext, account: StoredResource): SimulatedResponse {
  const { content, headers } = findFile(context, account)
  const wanted = Buffer.from(content)
  const range = context.request.headers['ocp-range']
  const text = (range === undefined ? wanted : cut(wanted, range)).toString()
  return { status: 200, headers: { ...headers, 'content-type': 'application/octet-stream' }, text }
}

function cut(content: Buffer, range: string): Buffer {
  const found = /^bytes=(\d+)-(\d*)$/.exec(range)
  if (found === null) throw invalidRange(400, 'InvalidHeaderValue', range)
  const start = Number(found[1])
  const end = found[2] === '' ? content.length : Number(found[2]) + 1
  if (start >= content.length || end <= start) throw invalidRange(416, 'InvalidRange', range)
  return content.subarray(start, end)
}

function invalidRange(status: number, code: string, value: string): Error {
  return problem(status, code, [
    { name: 'HeaderName', value: 'ocp-range' },
    { name: 'HeaderValue', value },
  ])
}

/** The length of a file without the file. */
function headFile(context: RouteContext, account: StoredResource): SimulatedResponse {
  const { content, headers } = findFile(context, account)
  const length = String(Buffer.byteLength(content))
  return { status: 200, headers: { ...headers, 'content-length': length } }
}

const nodesPath = '/pools/{pool}/nodes'

export const nodeRoutes: readonly Route[] = [
  dataRoute('GET', nodesPath, listNodes, listQuery),
  dataRoute('GET', `${nodesPath}/{node}`, getNode, showQuery),
  dataRoute('GET', `${nodesPath}/{node}/files/{*path}`, getFile),
  dataRoute('HEAD', `${nodesPath}/{node}/files/{*path}`, headFile),
  dataRoute('GET', '/nodecounts', listNodeCounts, listQuery),
]
