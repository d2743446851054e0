import { canonicalPlan } from '../plan/canonical-plan.js'
import type { Plan } from '../model/step.js'
import type { RolloutConfig } from '../inputs/config.js'
import { sha256, slowDigest } from '../ports/digest.js'
import { isSecretName, isSecretPath } from '../secrets/secret-keys.js'

/** Stands for what a plan would do and why; the bodies count, and with them what stands for their secrets. */
export function planHash(plan: Pick<Plan, 'steps' | 'goal'>, rollout?: RolloutConfig): string {
  const keeper = { isSecret: isSecretPath, isSecretName, digest: slowDigest }
  return sha256(canonicalPlan({ plan, rollout, keeper }))
}

export interface Hashed {
  readonly file: string | undefined
  readonly planHash?: string
}

/** One hash for the plans of all configs, in whatever order; undefined as long as one has no plan. */
export function planHashOfAll(results: readonly Hashed[]): string | undefined {
  const lines = results.map(({ file, planHash: hash }) =>
    hash === undefined ? undefined : JSON.stringify([file ?? null, hash]),
  )
  if (lines.length === 0 || lines.includes(undefined)) return undefined
  return lines.length === 1 ? results[0]?.planHash : sha256(lines.sort().join('\n'))
}
