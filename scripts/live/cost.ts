/** What a run makes, and what that costs at most: list prices, in US dollars, rounded up generously. */

export interface CostItem {
  readonly what: string
  readonly count: number
  readonly hours: number
  /** For one of it. */
  readonly usdPerHour: number
}

/** A run ends within this: fifty minutes of questions, and the removal. */
export const mostHours = 1.5

const monthHours = 730

/** The dearest region's prices, of 2026 and doubled where they were not looked up. */
export const costItems: readonly CostItem[] = [
  {
    what: 'a node of two cores (Standard_D2s_v5 or the like) with its OS disk and public address',
    ...{ count: 5, hours: mostHours, usdPerHour: 0.2 },
  },
  {
    what: 'an empty managed disk of 4 GiB (Standard_LRS), billed as the smallest tier',
    ...{ count: 12, hours: mostHours, usdPerHour: 3 / monthHours },
  },
  {
    what: 'a snapshot or managed image of such a disk',
    ...{ count: 20, hours: mostHours, usdPerHour: 0.5 / monthHours },
  },
  {
    what: 'a gallery image version with one replica',
    ...{ count: 4, hours: mostHours, usdPerHour: 0.5 / monthHours },
  },
  {
    what: 'a Batch account, pools without nodes, a gallery, definitions, jobs',
    ...{ count: 1, hours: mostHours, usdPerHour: 0 },
  },
]

export const mostUsd = costItems.reduce(
  (sum, { count, hours, usdPerHour }) => sum + count * hours * usdPerHour,
  0,
)
