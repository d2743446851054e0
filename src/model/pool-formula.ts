import type { Config } from '../inputs/config.js'
import { parseIsoDuration } from '../shared/duration.js'
import { jsonAt, textAt } from '../shared/json-at.js'

/** The autoscale formula of a config's pool, with what a formula is judged by; undefined where there is none. */
export function formulaOf({ pool }: Config):
  | {
      readonly text: string
      readonly pool: {
        readonly taskSlotsPerNode: number | undefined
        readonly intervalMs: number | undefined
      }
    }
  | undefined {
  const properties = pool?.properties
  const text = textAt(properties, 'scaleSettings', 'autoScale', 'formula')
  if (text === undefined || text.trim() === '') return undefined
  const slots = jsonAt(properties, 'taskSlotsPerNode')
  const interval = textAt(properties, 'scaleSettings', 'autoScale', 'evaluationInterval')
  return {
    text,
    pool: {
      taskSlotsPerNode: typeof slots === 'number' ? slots : undefined,
      intervalMs: parseIsoDuration(interval ?? '')?.ms,
    },
  }
}
