import type { UndoEntry } from './undo.js'

/** A pool that this run asked to resize. */
export interface Resizing {
  readonly id: string
  readonly apiVersion: string
}

export type OnFailure = 'keep' | 'scale-to-zero' | 'rollback'
export type OnCancel = 'keep' | 'stop-resize' | 'rollback'

/** What one config has done so far, as the post step needs it; plain JSON without secrets. */
export interface PageText {
  /** As in `LoadedConfig.file`. */
  readonly file?: string
  readonly onFailure: OnFailure
  readonly onCancel: OnCancel
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
  readonly open: (policy: Pick<PageText, 'file' | 'onFailure' | 'onCancel'>) => Page
}

/**
 * What a run would have to take back, kept as it comes: each change is saved before it returns. `save` gets the whole
 * text, undefined once there is nothing left to keep.
 */
export function createJournal(save: (text: string | undefined) => void): Journal {
  const pages = new Set<PageText>()
  const isEmpty = ({ entries, resizing }: PageText) => entries.length + resizing.length === 0
  const saveAll = (): void => {
    const kept = [...pages].filter((page) => !isEmpty(page))
    save(kept.length === 0 ? undefined : JSON.stringify({ pages: kept }))
  }
  return {
    open: (policy) => {
      let page: PageText = { ...policy, entries: [], resizing: [] }
      pages.add(page)
      const change = (news: Partial<PageText>): void => {
        if (!pages.delete(page)) return
        page = { ...page, ...news }
        pages.add(page)
        saveAll()
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
          const wasKept = !isEmpty(page)
          pages.delete(page)
          if (wasKept) saveAll()
        },
      }
    },
  }
}

function without(pools: readonly Resizing[], poolId: string): readonly Resizing[] {
  return pools.filter(({ id }) => id !== poolId)
}
