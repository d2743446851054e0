import { canonicalPlan } from '../plan/canonical-plan.js'
import type { Plan } from '../model/step.js'
import type { RolloutConfig } from '../inputs/config.js'
import { sha256, slowDigest } from '../ports/digest.js'
import { isSecretName, isSecretPath } from '../secrets/secret-keys.js'

/** A part of a plan, as short as can stand for it: its kind and 128 bits of its digest. */
export interface PlanMark {
  readonly text: string
  readonly isAgain: boolean
}

/** The parts of a plan: the bodies count, and with them what stands for their secrets. */
export function planMarks(
  plan: Pick<Plan, 'steps' | 'goal'>,
  rollout?: RolloutConfig,
): readonly PlanMark[] {
  const keeper = { isSecret: isSecretPath, isSecretName, digest: slowDigest }
  return canonicalPlan({ plan, rollout, keeper }).map(({ kind, text, isAgain }) => ({
    text: kind + Buffer.from(sha256(text), 'hex').subarray(0, 16).toString('base64url'),
    isAgain,
  }))
}

/** Stands for what a plan would do and why. */
export function planHash(plan: Pick<Plan, 'steps' | 'goal'>, rollout?: RolloutConfig): string {
  return hashOfMarks(planMarks(plan, rollout))
}

export function hashOfMarks(marks: readonly Pick<PlanMark, 'text'>[]): string {
  return sha256(marks.map(({ text }) => text).join(''))
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
