import type { Config } from '../../inputs/config.js'
import type { VmSize } from '../../ports/azure.js'
import type { Severity } from '../../shared/finding.js'
import type { Found } from '../rule.js'
import { forEverySize } from './every-size.js'
import { knownImage } from './image-content.js'
import type { RuleRow } from './rules-on.js'
import { sizeOfPool } from './sizes.js'
import type { KnownImage } from './written-image.js'

/** Something that a pool may ask of its VM size, and what the size must be able to do for it. */
export interface SizeNeed {
  readonly id: string
  readonly title: string
  /** An error where it says nothing. */
  readonly severity?: Severity
  readonly docs: string
  /** What the pool asks for and the size cannot do, each with the place where it is asked. */
  readonly unmet: (asked: AskedOfSize) => Found
}

export interface AskedOfSize {
  readonly size: VmSize
  readonly config: Config
  readonly image: KnownImage
}

/** A rule of it, which asks every size that the nodes may get, by Batch's own list of sizes. */
export function sizeRule({ unmet, ...about }: SizeNeed): RuleRow<'facts'> {
  return forEverySize({
    ...about,
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      return size === undefined ? [] : unmet({ size, config, image: knownImage(config, facts) })
    },
  })
}
