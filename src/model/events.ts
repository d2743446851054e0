import type { NodeCounts } from './node-counts.js'
import type { Step } from './step.js'

/** Nodes that are there, beside those that are to be. */
export interface NodesSeen extends NodeCounts {
  readonly targetDedicated: number
  readonly targetLowPriority: number
}

/** What a run waits for Azure to do. */
export const azureWorks = [
  'snapshots',
  'image',
  'image-definition',
  'replication',
  'allocation',
  'node-start',
  'drain',
  'resize',
  'deletion',
  'jobs',
] as const
export type AzureWork = (typeof azureWorks)[number]

/** From when to when; ms since the epoch. */
export interface Span {
  readonly since: number
  readonly until: number
}

/**
 * A wait for Azure. It ends with the last look that showed Azure still at work: when the work ended after that, nobody saw.
 */
export interface Waited extends Span {
  readonly work: AzureWork
  /** `koreacentral`, `3 regions` */
  readonly where?: string
}

/** What happens while a plan is carried out. `at`: ms since the epoch. Log, summary and outputs are folds over these. */
export type Event =
  | { readonly type: 'step-started'; readonly at: number; readonly step: Step }
  | {
      readonly type: 'step-progress'
      readonly at: number
      readonly step: Step
      /** What is being waited for and what was seen: `Resizing, 37/120 dedicated`. */
      readonly say: string
      /** Something begins: told even where it reads like what was told last. */
      readonly isBeginning?: true
      readonly nodes?: NodesSeen
      /** Nodes by state, as the data plane counts them: `idle`, `startTaskFailed`, … */
      readonly states?: Readonly<Record<string, number>>
      /** Ms since the epoch at which the wait gives up. */
      readonly deadline?: number
    }
  | {
      readonly type: 'step-ended'
      readonly at: number
      readonly step: Step
      readonly how: 'done' | 'failed' | 'cancelled'
    }
  | {
      readonly type: 'note'
      readonly at: number
      readonly severity: 'notice' | 'warning'
      readonly say: string
    }
  | (Waited & { readonly type: 'waited'; readonly at: number })
  | {
      /** What was done is being undone: what is going on, or came of it. */
      readonly type: 'taking-back'
      readonly at: number
      readonly say: string
    }
