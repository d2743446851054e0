import { publicView } from '../arm.js'
import { resourceGraphVersions } from '../api-versions.js'
import { numberAt, objectAt, objectsAt, textAt } from '../json.js'
import {
  armError,
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../kernel.js'
import { isDenied, isHidden } from '../rights.js'
import { sameText } from '../store.js'
import { runQuery } from './kusto.js'

/** Resource Graph: what there was `resourceGraphLagSeconds` ago, and the caller may see. Batch pools and jobs are not in it. */
export const resourceGraphRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/providers/Microsoft.ResourceGraph/resources',
    apiVersions: resourceGraphVersions,
    handle: query,
  },
]

const defaultRows = 1000
const groupType = 'Microsoft.Resources/resourceGroups'
const absentTypes = /^Microsoft\.Batch\/batchAccounts\//i

function query(context: RouteContext): SimulatedResponse {
  const { body } = context
  const text = textAt(body, 'query')
  if (text === undefined || text.trim() === '') {
    throw armError(400, 'BadRequest', 'Please provide below info when asking for support.', {
      details: [{ code: 'InvalidQuery', message: 'The query must not be empty.' }],
    })
  }
  const options = objectAt(body, 'options')
  const format = textAt(options, 'resultFormat') ?? 'objectArray'
  if (!sameText(format, 'objectArray')) throw new NoBehaviour(`resultFormat ${format}`)
  if (body['managementGroups'] !== undefined) throw new NoBehaviour('managementGroups')
  const seen = readableSubscriptions(context)
  const rows = runQuery(text, {
    resources: () => rowsOf(context, seen, ({ type }) => !sameText(type, groupType)),
    resourcecontainers: () => rowsOf(context, seen, ({ type }) => sameText(type, groupType)),
  })
  return answerRows(rows, options)
}

function answerRows(rows: readonly JsonObject[], options: JsonObject): SimulatedResponse {
  const token = textAt(options, '$skipToken')
  const skip = token === undefined ? (numberAt(options, '$skip') ?? 0) : Number(token)
  const top = Math.min(numberAt(options, '$top') ?? defaultRows, defaultRows)
  const data = rows.slice(skip, skip + top)
  const isCut = skip + top < rows.length
  // A next page exists only for rows that can be told apart.
  const next = isCut && data.every((row) => typeof row['id'] === 'string')
  return {
    status: 200,
    body: {
      totalRecords: rows.length,
      count: data.length,
      data,
      facets: [],
      resultTruncated: isCut && !next ? 'true' : 'false',
      ...(next ? { $skipToken: String(skip + top) } : {}),
    },
  }
}

/** Those that were asked for and may be read. Throws where there are none. */
function readableSubscriptions({ body, scenario }: RouteContext): readonly string[] {
  const all = (scenario.subscriptions ?? []).flatMap((one) => textAt(one, 'subscriptionId') ?? [])
  const given = body['subscriptions']
  const asked = Array.isArray(given) ? given.filter((one) => typeof one === 'string') : all
  const readable = asked.filter(
    (id) => all.some((known) => sameText(known, id)) && !isHidden(`/subscriptions/${id}`, scenario),
  )
  if (readable.length > 0) return readable
  throw armError(403, 'AccessDenied', 'Please provide below info when asking for support.', {
    details: [
      {
        code: 'AccessDenied',
        message: `Access is denied to the requested resources: ${asked.join(', ')}.`,
      },
    ],
  })
}

function rowsOf(
  { store, clock, scenario }: RouteContext,
  subscriptions: readonly string[],
  isWanted: (resource: StoredResource) => boolean,
): readonly JsonObject[] {
  const thenMs = clock.now() - (scenario.resourceGraphLagSeconds ?? 0) * 1000
  return store
    .asOf(thenMs)
    .filter((one) => isWanted(one) && !absentTypes.test(one.type))
    .filter((one) => subscriptions.some((id) => sameText(id, subscriptionOf(one.id))))
    .filter(({ id, type }) => !isHidden(id, scenario) && !isDenied(`${type}/read`, scenario, id))
    .map((one) => rowOf(publicView(one, clock.now())))
}

function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? ''
}

/** Types and groups are in lower case here. */
function rowOf(view: JsonObject): JsonObject {
  const id = textAt(view, 'id') ?? ''
  return {
    ...view,
    type: (textAt(view, 'type') ?? '').toLowerCase(),
    subscriptionId: subscriptionOf(id),
    resourceGroup: (/\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? '').toLowerCase(),
    ...(objectsAt(view, 'resources').length === 0 ? {} : { resources: null }),
  }
}
