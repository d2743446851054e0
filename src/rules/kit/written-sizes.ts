import type { Config } from '../../inputs/config.js'
import type { Path } from '../../shared/finding.js'
import { poolItems, poolPath, poolValue } from './values.js'

/** A VM size that the pool's nodes may get, and where it is written. */
export interface WrittenSize {
  readonly name: string
  readonly at: Path
}

/** Stands for the sizes of `vmSkuProfile`, among which the service chooses. */
export function isMix(vmSize: unknown): boolean {
  return typeof vmSize === 'string' && /^mix$/i.test(vmSize)
}

/** The size of the pool, or those that it is a mix of, then those to fall back on. */
export function writtenSizes(config: Config): readonly WrittenSize[] {
  const first = poolValue(config, 'vmSize')
  const others = config.pool?.fallbackVmSizes ?? []
  const mixed = isMix(first)
    ? poolItems(config, 'vmSkuProfile', 'vmSizes').flatMap(({ at, item: { name } }) =>
        typeof name === 'string' && name !== '' ? [{ name, at: [...at, 'name'] }] : [],
      )
    : []
  return [
    ...(typeof first === 'string' && first !== '' ? [{ name: first, at: poolPath('vmSize') }] : []),
    ...mixed,
    ...others.map((name, index) => ({ name, at: ['pool', 'fallbackVmSizes', index] })),
  ]
}
