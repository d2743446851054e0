import type { JsonObject } from '../../shared/json.js'

/** Something that this run may have made. */
interface Created {
  readonly id: string
  /**
   * Tags (of a pool: metadata) that this run's request gives it: what is there without them was made by somebody
   * else, and is left alone.
   */
  readonly marks: Readonly<Record<string, string>>
}

/** How to take back one thing that this run did; plain JSON, so that a later process can do it. */
export type Undo =
  | ({ readonly kind: 'delete-snapshot' } & Created)
  | ({ readonly kind: 'delete-image' } & Created)
  | ({ readonly kind: 'delete-image-definition' } & Created)
  | ({ readonly kind: 'delete-image-version' } & Created)
  | ({ readonly kind: 'delete-pool'; readonly apiVersion: string } & Created)
  /** The pool is there, changed: take its nodes away where that is needed, patch it back, bring its nodes back. */
  | {
      readonly kind: 'restore-pool'
      readonly id: string
      readonly apiVersion: string
      /** ARM body of a PATCH with what the properties were; without `scaleSettings`. */
      readonly body: JsonObject
      /** ARM `scaleSettings` as they were. */
      readonly scaleSettings: JsonObject
      /** The properties only change while the pool has no nodes. */
      readonly needsNoNodes: boolean
    }
  /** The pool is gone: make it again. */
  | {
      readonly kind: 'recreate-pool'
      readonly id: string
      readonly apiVersion: string
      readonly body: JsonObject
    }
  /** Jobs that were moved, or disabled on the way. */
  | {
      readonly kind: 'move-jobs-back'
      readonly accountId: string
      readonly fromPool: string
      readonly toPool: string
      readonly jobs: readonly string[]
      /** Those of them that somebody else had disabled. */
      readonly stayDisabled: readonly string[]
    }

/**
 * `made`: what this run brought into being, taken back only where `on-failure` or `on-cancel` say `rollback`.
 * `changed`: what was there before and worked; always put back when the run fails.
 */
export interface UndoEntry {
  readonly of: 'made' | 'changed'
  readonly undo: Undo
}
