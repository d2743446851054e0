import type { PropertyDifference } from '../model/pool-diff.js'
import type { PoolState } from '../model/pool-state.js'

/**
 * What a change of what Azure never shows means for the nodes that are there; empty where there are none. Nobody sees it
 * afterwards: https://learn.microsoft.com/azure/batch/batch-pool-update-properties
 */
export function onPresentNodes(
  differing: readonly PropertyDifference[],
  { dedicated, lowPriority }: PoolState,
): string {
  const hidden = differing.filter(({ isHidden }) => isHidden)
  if (hidden.length === 0 || dedicated + lowPriority === 0) return ''
  const isOfScale = ({ property }: PropertyDifference): boolean => property === 'scaleSettings'
  if (hidden.every(isOfScale)) {
    return ': present nodes stay as they are and are not recreated, the new value counts when nodes are taken away from now on'
  }
  return ': present nodes keep the old value until they are recreated'
}
