import { objectAt, textAt } from '../../json.js'
import type { Json, JsonObject, RouteContext, SimulatedResponse } from '../../kernel.js'
import { odataContentType, problem } from './problem.js'

const defaultPageSize = 5
const skipToken = '$skiptoken'

export const odataHeaders = { 'content-type': odataContentType, dataserviceversion: '3.0' }

/** One page of a list: filtered, selected, cut at `maxresults` and at the scenario's page size. */
export function odataPage(
  context: RouteContext,
  items: readonly JsonObject[],
  entity: string,
): SimulatedResponse {
  const { request, query, scenario, origin } = context
  const found = filterItems(items, query.get('$filter'))
  const size = Math.min(
    scenario.pageSize ?? defaultPageSize,
    Number(query.get('maxresults') ?? '1000'),
  )
  const start = Number(query.get(skipToken) ?? '0')
  const body: JsonObject = {
    'odata.metadata': `${origin}/$metadata#${entity}`,
    value: found.slice(start, start + size).map((item) => selectFields(item, query.get('$select'))),
  }
  if (start + size < found.length) {
    const next = new URLSearchParams(request.url.searchParams)
    next.set(skipToken, String(start + size))
    body['odata.nextLink'] = `${origin}${request.url.pathname}?${next.toString()}`
  }
  return { status: 200, headers: odataHeaders, body }
}

/** `a eq 'x' and b/c ne 'y' or ...`, `and` binding closer: what clients ask; anything else is refused. */
function filterItems(items: readonly JsonObject[], filter: string | null): readonly JsonObject[] {
  if (filter === null || filter.trim() === '') return items
  const choices = splitOutside(filter, 'or').map((choice) =>
    splitOutside(choice, 'and').map((part) => readTest(part, filter)),
  )
  return items.filter((item) => choices.some((tests) => tests.every((test) => test(item))))
}

/** Parts between a word that stands outside of quotes. */
function splitOutside(filter: string, word: 'and' | 'or'): readonly string[] {
  const parts = ['']
  for (const piece of filter.split(new RegExp(`('[^']*'|\\s+${word}\\s+)`, 'i'))) {
    if (piece.trim().toLowerCase() === word) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${piece}`)
  }
  return parts
}

function readTest(part: string, filter: string): (item: JsonObject) => boolean {
  const found = /^[\s(]*([\w/]+)\s+(eq|ne)\s+'((?:[^']|'')*)'[\s)]*$/i.exec(part)
  if (found === null) {
    throw problem(400, 'InvalidQueryParameterValue', [
      { name: 'QueryParameterName', value: '$filter' },
      { name: 'QueryParameterValue', value: filter },
    ])
  }
  const [, name = '', operator = '', quoted = ''] = found
  const wanted = quoted.replaceAll("''", "'").toLowerCase()
  const isEqual = operator.toLowerCase() === 'eq'
  return (item) => (textAt(item, ...name.split('/'))?.toLowerCase() === wanted) === isEqual
}

function selectFields(item: JsonObject, select: string | null): Json {
  if (select === null) return item
  const names = select.split(',').map((name) => name.trim())
  return Object.fromEntries(Object.entries(objectAt(item)).filter(([name]) => names.includes(name)))
}
