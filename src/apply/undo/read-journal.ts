import * as v from 'valibot'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { isJsonObject, type JsonObject } from '../../shared/json.js'
import type { PageText } from './journal.js'
import type { Undo } from './undo.js'

const json = v.custom<JsonObject>(isJsonObject)
const apiVersion = v.string()
const marks = v.record(v.string(), v.string())
const pool = { id: idOf(armTypes.pool), apiVersion }

const made = (type: string) => ({ id: idOf(type), marks })

/** What each kind of undo holds; the compiler asks for every one. */
const undoEntries: { readonly [K in Undo['kind']]: v.ObjectEntries } = {
  'delete-snapshot': made(armTypes.snapshot),
  'delete-image': made(armTypes.image),
  'delete-image-definition': made(armTypes.imageDefinition),
  'delete-image-version': made(armTypes.imageVersion),
  'delete-pool': { ...pool, marks },
  'restore-pool': { ...pool, body: json, scaleSettings: json, needsNoNodes: v.boolean() },
  'recreate-pool': { ...pool, body: json },
  'move-jobs-back': {
    accountId: idOf(armTypes.batchAccount),
    fromPool: v.string(),
    toPool: v.string(),
    jobs: v.array(v.string()),
    stayDisabled: v.array(v.string()),
  },
}
const undo = v.pipe(
  v.union(
    Object.entries(undoEntries).map(([kind, entries]) =>
      v.object({ kind: v.literal(kind), ...entries }),
    ),
  ),
  v.transform((read) => read as unknown as Undo),
)

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
  try {
    return parseJournal(text)
  } catch (error) {
    throw new Error('the journal is not one that the main step wrote', { cause: error })
  }
}

function parseJournal(text: string): readonly PageText[] {
  const pages = new Map<number, PageText | undefined>()
  // What follows the last line break was cut off in the middle.
  for (const written of text.split('\n').slice(0, -1)) {
    const { number, page: said } = v.parse(line, JSON.parse(written))
    pages.set(number, said)
  }
  return [...pages.values()].filter((said) => said !== undefined)
}
