import type { Config } from '../../inputs/config.js'
import type { Path } from '../../shared/finding.js'
import { poolPath, poolValue } from './values.js'

/** A VM size that the pool's nodes may get, and where it is written. */
export interface WrittenSize {
  readonly name: string
  readonly at: Path
}

/** The size of the pool, then those to fall back on. */
export function writtenSizes(config: Config): readonly WrittenSize[] {
  const first = poolValue(config, 'vmSize')
  const others = config.pool?.fallbackVmSizes ?? []
  return [
    ...(typeof first === 'string' && first !== '' ? [{ name: first, at: poolPath('vmSize') }] : []),
    ...others.map((name, index) => ({ name, at: ['pool', 'fallbackVmSizes', index] })),
  ]
}
