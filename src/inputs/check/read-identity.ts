import type { Finding, Path } from '../../shared/finding.js'
import { isNull, keyPlace, type LocatedMap, type LocatedValue } from '../yaml/located-value.js'
import { notOurs } from './keys.js'
import { describeUnknownKey } from './unknown-key.js'

/** Azure takes an identity by its ID alone; what it shows of it is not sent. An ID with nothing behind it is whole. */
export function readIdentity(
  path: Path,
  value: LocatedValue,
  context: { readonly root: LocatedMap; readonly findings: Finding[] },
): LocatedValue {
  if (value.kind !== 'map') return value
  const entries = new Map<string, LocatedValue>()
  const areIds = path.at(-1) === 'userAssignedIdentities'
  for (const [key, inner] of value.entries) {
    const at = [...path, key]
    const of = areIds ? undefined : notOurs(at)
    if (areIds && isNull(inner)) {
      entries.set(key, { kind: 'map', at: inner.at, entries: new Map(), key: keyPlace(inner) })
    } else if (isNull(inner)) continue
    else if (of === undefined) entries.set(key, readIdentity(at, inner, context))
    else {
      const unknown = { path: at, value: inner, known: [], map: value, root: context.root }
      const reading = { kind: 'not-ours', of } as const
      const nothing = { isTaken: () => false, inside: [] }
      context.findings.push(describeUnknownKey(unknown, reading, nothing))
    }
  }
  return { ...value, entries }
}
