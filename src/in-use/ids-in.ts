import { isJsonObject, type Json } from '../shared/json.js'

/**
 * Every id in a resource's properties, also in JSON that stands in a text: a pool that is being recycled has in its
 * metadata what it is put back from. A machine that was made from a definition also says which version that came to.
 */
export function idsIn(properties: Json | undefined): readonly string[] {
  const ids = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.startsWith('/')) ids.add(value.replace(/\/+$/, ''))
      else if (/^\s*[[{]/.test(value)) walk(jsonIn(value))
    } else if (Array.isArray(value)) value.forEach(walk)
    else if (isJsonObject(value)) {
      const exact = exactVersionIn(value)
      if (exact !== undefined) ids.add(exact)
      Object.values(value).forEach(walk)
    }
  }
  walk(properties)
  return [...ids]
}

/** Of an `imageReference`: https://learn.microsoft.com/rest/api/compute/virtual-machines/get */
function exactVersionIn({
  id,
  exactVersion,
}: {
  readonly [key: string]: Json
}): string | undefined {
  if (typeof id !== 'string' || typeof exactVersion !== 'string') return undefined
  const definition = /^\/.*\/galleries\/[^/]+\/images\/[^/]+/i.exec(id)?.[0]
  return definition && `${definition}/versions/${exactVersion}`
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a command line that begins with a bracket
  }
}
