import type { Route } from './kernel.js'

export interface RouteMatch {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

export type Router = (method: string, pathname: string) => RouteMatch | undefined

interface CompiledRoute {
  readonly route: Route
  readonly pattern: RegExp
  readonly names: readonly string[]
}

/**
 * Finds the route of a request. The path with the most literal parts wins. A slash at the end is ignored: a
 * GET that ends where a name should be lists the collection, as Azure has it.
 */
export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map(compile).sort((a, b) => literalParts(b.route) - literalParts(a.route))
  return (method, pathname) => {
    const path = pathname.replace(/\/+$/, '')
    for (const { route, pattern, names } of compiled) {
      if (route.method !== method) continue
      const found = pattern.exec(path)
      if (found === null) continue
      const params: Record<string, string> = {}
      for (const [index, name] of names.entries()) params[name] = decodePart(found[index + 1] ?? '')
      return { route, params }
    }
    return undefined
  }
}

function compile(route: Route): CompiledRoute {
  const names: string[] = []
  const source = splitPath(route.path).map((part) => {
    const name = /^\{(\*?)(\w+)\}$/.exec(part)
    if (name === null) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(name[2] ?? '')
    return name[1] === '*' ? '(.+?)' : '([^/]+)'
  })
  return { route, names, pattern: new RegExp(`^/${source.join('/')}$`, 'i') }
}

function literalParts({ path }: Route): number {
  const score = (part: string): number => {
    if (part.startsWith('{*')) return -1
    return part.startsWith('{') ? 0 : 1
  }
  return splitPath(path).reduce((sum, part) => sum + score(part), 0)
}

function splitPath(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

/** A path, or a part of one, without percent-encoding. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part // a lone percent sign: taken as it was sent
  }
}
