import type { Json } from '../shared/json.js'
import type { Change } from '../model/step.js'
import { shortenId } from '../shared/arm-id.js'
import { redactProperty } from './escape.js'

const longest = 160

/** `vmSize: Standard_D2s_v5 -> Standard_D4s_v5`, secrets hidden, long values cut. */
export function describeChange({ property, from, to }: Change): string {
  const before = from === undefined ? undefined : show(property, from)
  const after = to === undefined ? undefined : show(property, to)
  if (before === undefined) {
    return `${property}: ${after ?? 'changed, not shown (it may hold secrets)'}`
  }
  return `${property}: ${before} -> ${after ?? '(none)'}`
}

function show(property: string, value: Json): string {
  const shown = redactProperty(property, value)
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown)
  const short = shortenId(text)
  return short.length > longest ? `${short.slice(0, longest)}…` : short
}
