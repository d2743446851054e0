import { pathText } from '../../shared/path-text.js'
import { showValue } from '../../shared/show-value.js'
import type { Normalized } from './normalize-config.js'
import { keyPlace, valueAt, type LocatedValue, type LocatedMap } from '../yaml/located-value.js'

const sizePath = ['pool', 'properties', 'vmSize'] as const
const fallbackPath = ['pool', 'fallbackVmSizes'] as const

/**
 * A list of VM sizes becomes the size of the pool, as Azure knows it, and the sizes to fall back on. A list in an input
 * beats `fallbackVmSizes` of the file; in one place both are too much.
 */
export function normalizeVmSizes(root: LocatedMap): Normalized {
  const pool = root.entries.get('pool')
  const properties = valueAt(root, ['pool', 'properties'])
  const sizes = valueAt(root, sizePath)
  if (pool?.kind !== 'map' || properties?.kind !== 'map' || sizes?.kind !== 'list') {
    return { root, findings: [] }
  }
  const [first, ...others] = sizes.items
  const entries = new Map(properties.entries)
  if (first === undefined) entries.delete('vmSize')
  else entries.set('vmSize', keyed(first, sizes))
  const inPool = new Map(pool.entries).set('properties', { ...properties, entries })
  const given = valueAt(root, fallbackPath)
  const isBoth = given !== undefined && (given.at.kind === 'input' || sizes.at.kind !== 'input')
  if (!isBoth) inPool.set('fallbackVmSizes', { ...sizes, items: others })
  const tidied = {
    ...root,
    entries: new Map(root.entries).set('pool', { ...pool, entries: inPool }),
  }
  if (!isBoth) return { root: tidied, findings: [] }
  const one = first?.kind === 'scalar' ? showValue(first.value) : 'the first one'
  return {
    root: tidied,
    findings: [
      {
        rule: 'config/duplicate-key',
        severity: 'error',
        message: `${pathText(sizePath)} is a list, and ${pathText(fallbackPath)} is given as well`,
        help: `keep one of them: the whole list, or ${one} alone with the others in ${pathText(fallbackPath)}`,
        at: keyPlace(given),
      },
    ],
  }
}

/** What is told of the size is told where it is written. */
function keyed(size: LocatedValue, { key }: LocatedValue): LocatedValue {
  return key === undefined ? size : { ...size, key }
}
