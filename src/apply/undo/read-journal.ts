import * as v from 'valibot'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { isJsonObject, type JsonObject } from '../../shared/json.js'
import type { PageText } from './journal.js'

const json = v.custom<JsonObject>(isJsonObject)
const apiVersion = v.string()
const marks = v.record(v.string(), v.string())
const pool = { id: idOf(armTypes.pool), apiVersion }

const undo = v.variant('kind', [
  v.object({ kind: v.literal('delete-image'), id: idOf(armTypes.image), marks }),
  v.object({
    kind: v.literal('delete-image-definition'),
    id: idOf(armTypes.imageDefinition),
    marks,
  }),
  v.object({ kind: v.literal('delete-image-version'), id: idOf(armTypes.imageVersion), marks }),
  v.object({ kind: v.literal('delete-pool'), ...pool, marks }),
  v.object({
    kind: v.literal('restore-pool'),
    ...pool,
    body: json,
    scaleSettings: json,
    needsNoNodes: v.boolean(),
  }),
  v.object({ kind: v.literal('recreate-pool'), ...pool, body: json }),
  v.object({
    kind: v.literal('move-jobs-back'),
    accountId: idOf(armTypes.batchAccount),
    fromPool: v.string(),
    toPool: v.string(),
    jobs: v.array(v.string()),
    stayDisabled: v.array(v.string()),
  }),
])

const entry = v.object({ of: v.picklist(['made', 'changed']), undo })

const page = v.object({
  file: v.exactOptional(v.string()),
  onFailure: v.picklist(['keep', 'scale-to-zero', 'rollback']),
  onCancel: v.picklist(['keep', 'stop-resize', 'rollback']),
  subscriptions: v.exactOptional(v.array(v.string())),
  ended: v.exactOptional(v.picklist(['failed', 'cancelled'])),
  entries: v.array(entry),
  resizing: v.array(v.object(pool)),
})

const line = v.object({ number: v.number(), page: v.exactOptional(page) })

/** Whatever came to be in the file: nothing else than what an undo is for is ever deleted or changed. */
function idOf(type: string) {
  return v.pipe(
    v.string(),
    v.check((text) => {
      const id = parseArmId(text)
      return id !== undefined && hasType(id, type)
    }),
  )
}

/** The pages that the main step left. Throws for what it cannot have written. */
export function readJournal(text: string): readonly PageText[] {
  const pages = new Map<number, PageText | undefined>()
  // What follows the last line break was cut off in the middle.
  for (const written of text.split('\n').slice(0, -1)) {
    const { number, page: said } = v.parse(line, JSON.parse(written))
    pages.set(number, said)
  }
  return [...pages.values()].filter((said) => said !== undefined)
}
