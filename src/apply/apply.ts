import type { Plan, Step } from '../model/step.js'
import { Cancelled } from '../shared/errors.js'
import type { StepContext } from './context.js'
import { awaitImage } from './steps/await-image.js'
import { awaitImageVersion } from './steps/await-image-version.js'
import { awaitNodes } from './steps/await-nodes.js'
import { createImage } from './steps/create-image.js'
import { createImageDefinition } from './steps/create-image-definition.js'
import { createImageVersion } from './steps/create-image-version.js'
import { createPool } from './steps/create-pool.js'
import { createSnapshots } from './steps/create-snapshots.js'
import { deleteImage } from './steps/delete-image.js'
import { deleteImageVersion } from './steps/delete-image-version.js'
import { deletePool } from './steps/delete-pool.js'
import { deleteSnapshot } from './steps/delete-snapshot.js'
import { drainPool } from './steps/drain-pool.js'
import { markPool } from './steps/mark-pool.js'
import { moveJobs } from './steps/move-jobs.js'
import { reuse } from './steps/reuse.js'
import { updateImageVersion } from './steps/update-image-version.js'
import { updatePool } from './steps/update-pool.js'

type Kind = Step['kind']
type StepOfKind = { readonly [K in Kind]: Extract<Step, { kind: K }> }
type StepOf<K extends Kind = Kind> = { readonly [P in K]: { readonly kind: P } & StepOfKind[P] }[K]

const executors: {
  readonly [K in Kind]: (step: StepOf<K>, context: StepContext) => Promise<void>
} = {
  reuse,
  'create-snapshots': createSnapshots,
  'create-image': createImage,
  'await-image': awaitImage,
  'create-image-definition': createImageDefinition,
  'create-image-version': createImageVersion,
  'await-image-version': awaitImageVersion,
  'update-image-version': updateImageVersion,
  'create-pool': createPool,
  'update-pool': updatePool,
  'await-nodes': awaitNodes,
  'drain-pool': drainPool,
  'delete-pool': deletePool,
  'move-jobs': moveJobs,
  'mark-pool': markPool,
  'delete-image': deleteImage,
  'delete-image-version': deleteImageVersion,
  'delete-snapshot': deleteSnapshot,
}

async function execute<K extends Kind>(step: StepOf<K>, context: StepContext): Promise<void> {
  await executors[step.kind](step, context)
}

/**
 * Carries the plan out, step by step; an image definition is made while Azure makes the image. Throws what ended a step, once
 * no other is under way; when the signal is aborted that is its reason, whatever the interrupted call made of it, and no
 * further step starts.
 */
export async function apply({ steps }: Plan, context: StepContext): Promise<void> {
  let begun: { readonly step: Step; readonly work: Promise<void> } | undefined
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1]
    const work = begun?.step === step ? begun.work : carryOut(step, { ...context, onAccepted })
    try {
      await work
    } catch (error) {
      // What it has asked for is noted by then, and can be taken back.
      await begun?.work.catch(() => undefined)
      throw error
    }

    function onAccepted(): void {
      if (next === undefined || begun?.step === next || !isIndependent(next, step)) return
      begun = { step: next, work: carryOut(next, context) }
      begun.work.catch(() => undefined) // thrown when it is its turn
    }
  }
}

/** A definition is only of use to the version after it, but stays for good: it waits until Azure has accepted the image. */
function isIndependent(step: Step, before: Step): boolean {
  const isImage = before.kind === 'create-image' || before.kind === 'await-image'
  return isImage && step.kind === 'create-image-definition'
}

async function carryOut(step: Step, context: StepContext): Promise<void> {
  const { clock, emit, signal } = context
  signal.throwIfAborted()
  emit({ type: 'step-started', at: clock.now(), step })
  try {
    await execute(step, context)
  } catch (error) {
    const how = signal.reason instanceof Cancelled ? 'cancelled' : 'failed'
    emit({ type: 'step-ended', at: clock.now(), step, how })
    throw signal.aborted ? signal.reason : error
  }
  emit({ type: 'step-ended', at: clock.now(), step, how: 'done' })
}
