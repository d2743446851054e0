import { hashOfMarks, planHashOfAll, type PlanMark } from './plan-hash.js'
import { remainderOf, reviewedMark } from './reviewed-plan.js'
import { heldTo, type BegunConfig } from './run-config.js'

interface Held {
  /** Each with a plan whose run says which review it is of. */
  readonly configs: readonly BegunConfig[]
  /** Runs of the plan that was reviewed have done some of it, or all. */
  readonly isRemainder: boolean
}

/** The configs, if their plans are together the one that was reviewed or what remains of it; else undefined. */
export function holdToPlan(begun: readonly BegunConfig[], expectedHash: string): Held | undefined {
  const now = begun.map(({ planned }) => planned()?.marks)
  const found = begun.map(({ planned }) => {
    const known = planned()
    return known && remainderOf(expectedHash, known.marks, known.facts)
  })
  const whole = now.map((marks, index) => found[index] ?? marks)
  const isWhole = hashOf(begun, now) === expectedHash
  const reviewed = isWhole ? now : whole
  if (!isWhole && hashOf(begun, whole) !== expectedHash) return undefined
  const configs = begun.map((config, index) =>
    heldTo(config, reviewedMark(expectedHash, reviewed[index] ?? [])),
  )
  return { configs, isRemainder: !isWhole }
}

type Parts = readonly Pick<PlanMark, 'text'>[] | undefined

function hashOf(begun: readonly BegunConfig[], parts: readonly Parts[]): string | undefined {
  const hashed = begun.map(({ state: { file } }, index) => {
    const own = parts[index]
    return { file, ...(own !== undefined && { planHash: hashOfMarks(own) }) }
  })
  return planHashOfAll(hashed)
}
