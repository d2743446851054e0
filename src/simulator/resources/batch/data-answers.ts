import { textAt } from '../../json.js'
import type { JsonObject, RouteContext, SimulatedResponse } from '../../kernel.js'
import { cutPage } from '../../paging.js'
import { odataContentType, problem } from './problem.js'

export const odataHeaders = { 'content-type': odataContentType, dataserviceversion: '3.0' }

/** Query parameters of lists, and of what is shown alone. */
export const listQuery = ['$filter', '$select', 'maxresults'] as const
export const showQuery = ['$select'] as const

/** One page of a list: filtered, selected, cut; `factor` as in `cutPage`. */
export function odataPage(
  context: RouteContext,
  all: readonly JsonObject[],
  { entity, factor }: { readonly entity: string; readonly factor?: number },
): SimulatedResponse {
  const found = filterItems(all, context.query.get('$filter'))
  const { items, next } = cutPage(context, found, factor)
  const body: JsonObject = {
    'odata.metadata': `${context.origin}/$metadata#${entity}`,
    value: items.map((item) => selectFields(context, item)),
    ...(next === undefined ? {} : { 'odata.nextLink': next }),
  }
  return { status: 200, headers: odataHeaders, body }
}

/** The body of something that is shown alone: what `$select` names of it, or all. */
export function odataItem(context: RouteContext, item: JsonObject, entity: string): JsonObject {
  const metadata = `${context.origin}/$metadata#${entity}/@Element`
  return { 'odata.metadata': metadata, ...selectFields(context, item) }
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

function selectFields({ query }: RouteContext, item: JsonObject): JsonObject {
  const select = query.get('$select')
  if (select === null) return item
  const names = select.split(',').map((name) => name.trim())
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
}
