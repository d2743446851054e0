import { NoBehaviour, type RouteContext } from './kernel.js'

const defaultPageSize = 5
const skipToken = '$skiptoken'

interface PageOf<T> {
  readonly items: readonly T[]
  /** Where the next one is, at the host that the caller used; absent on the last. */
  readonly next?: string
}

/**
 * One page of a list: `factor` times as wide as the scenario's pages are, and no wider than the request's `maxresults`.
 */
export function cutPage<T>(context: RouteContext, all: readonly T[], factor = 1): PageOf<T> {
  const { request, query, scenario, origin } = context
  const widest = (scenario.pageSize ?? defaultPageSize) * factor
  const size = Math.min(widest, countIn(query, 'maxresults') ?? widest)
  const start = countIn(query, skipToken) ?? 0
  const items = all.slice(start, start + size)
  if (start + size >= all.length) return { items }
  const rest = new URLSearchParams(query)
  rest.set(skipToken, String(start + size))
  return { items, next: `${origin}${request.url.pathname}?${rest.toString()}` }
}

function countIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new NoBehaviour(`${name}=${text}`)
}
