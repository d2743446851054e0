import type { UndoEntry } from './undo.js'

/** A pool that this run asked to resize. */
export interface Resizing {
  readonly id: string
  readonly apiVersion: string
}

export type OnFailure = 'keep' | 'scale-to-zero' | 'rollback'
export type OnCancel = 'keep' | 'stop-resize' | 'rollback'

/**
 * What one config has done so far, as the post step needs it; plain JSON. Secrets of the config are not in it, but a pool
 * that was there before is, as Azure shows it to whoever may read it: its start task with all its settings.
 */
export interface PageText {
  /** As in `LoadedConfig.file`. */
  readonly file?: string
  readonly onFailure: OnFailure
  readonly onCancel: OnCancel
  /** Of all that the plan is about, in lower case: pools there may refer to what the run made. */
  readonly subscriptions?: readonly string[]
  /** How the config ended; absent while it goes on, and when its process was killed. */
  readonly ended?: 'failed' | 'cancelled'
  /** In the order in which they came. */
  readonly entries: readonly UndoEntry[]
  readonly resizing: readonly Resizing[]
}

/** One config's part of the journal. */
export interface Page {
  /** What it says now. */
  readonly text: () => PageText
  readonly add: (entry: UndoEntry) => void
  readonly remove: (entry: UndoEntry) => void
  readonly resizes: (pool: Resizing) => void
  readonly resizesNot: (poolId: string) => void
  readonly end: (how: 'failed' | 'cancelled') => void
  /** Nothing is left for anybody to do. */
  readonly close: () => void
}

export interface Journal {
  readonly open: (policy: Omit<PageText, 'ended' | 'entries' | 'resizing'>) => Page
}

/** One page as it is saved: the last line of its number holds; a line without the page says that it is closed. */
export interface JournalLine {
  readonly number: number
  readonly page?: PageText
}

/**
 * What a run would have to take back, kept as it comes: each change is saved before it returns, as a line that says what
 * one page says now (many configs side by side would else write all pages at each change). `save` gets undefined once
 * there is nothing left to keep.
 */
export function createJournal(save: (line: string | undefined) => void): Journal {
  /** Numbers of the pages that have something to keep. */
  const kept = new Set<number>()
  let opened = 0
  const saveLine = (line: JournalLine): void => {
    save(`${JSON.stringify(line)}\n`)
  }
  const keep = (number: number, page: PageText): void => {
    kept.add(number)
    saveLine({ number, page })
  }
  const drop = (number: number): void => {
    if (!kept.delete(number)) return
    if (kept.size === 0) save(undefined)
    else saveLine({ number })
  }
  const isEmpty = ({ entries, resizing }: PageText) => entries.length + resizing.length === 0
  return {
    open: (policy) => {
      opened += 1
      const number = opened
      let page: PageText = { ...policy, entries: [], resizing: [] }
      let isOpen = true
      const change = (news: Partial<PageText>): void => {
        if (!isOpen) return
        page = { ...page, ...news }
        if (isEmpty(page)) drop(number)
        else keep(number, page)
      }
      return {
        text: () => page,
        add: (entry) => {
          change({ entries: [...page.entries, entry] })
        },
        remove: (entry) => {
          change({ entries: page.entries.filter((other) => other !== entry) })
        },
        resizes: (pool) => {
          change({ resizing: [...without(page.resizing, pool.id), pool] })
        },
        resizesNot: (poolId) => {
          if (page.resizing.some(({ id }) => id === poolId))
            change({ resizing: without(page.resizing, poolId) })
        },
        end: (how) => {
          change({ ended: how })
        },
        close: () => {
          isOpen = false
          drop(number)
        },
      }
    },
  }
}

function without(pools: readonly Resizing[], poolId: string): readonly Resizing[] {
  return pools.filter(({ id }) => id !== poolId)
}
