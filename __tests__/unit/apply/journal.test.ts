import { describe, expect, test } from '@jest/globals'
import { createJournal } from '../../../src/apply/undo/journal.js'
import { readJournal } from '../../../src/apply/undo/read-journal.js'
import { wordsOf } from '../../../src/apply/undo/roll-back.js'
import type { Undo, UndoEntry } from '../../../src/apply/undo/undo.js'

const group = '/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/rg'
const compute = `${group}/providers/Microsoft.Compute`
const definition = `${compute}/galleries/g/images/d`
const account = `${group}/providers/Microsoft.Batch/batchAccounts/b`
const pool = `${account}/pools/p`

/** One of each kind: the type says when one is missing. */
const undos: { readonly [K in Undo['kind']]: Extract<Undo, { kind: K }> } = {
  'delete-snapshot': { kind: 'delete-snapshot', id: `${compute}/snapshots/s`, marks: {} },
  'delete-image': { kind: 'delete-image', id: `${compute}/images/i`, marks: { run: '1/1' } },
  'delete-image-definition': { kind: 'delete-image-definition', id: definition, marks: {} },
  'delete-image-version': {
    ...{ kind: 'delete-image-version', id: `${definition}/versions/1.0.0`, marks: {} },
  },
  'delete-pool': { kind: 'delete-pool', id: pool, apiVersion: '2025-06-01', marks: {} },
  'restore-pool': {
    ...{ kind: 'restore-pool', id: pool, apiVersion: '2025-06-01', needsNoNodes: true },
    ...{ body: { properties: { a: [1, null] } }, scaleSettings: { fixedScale: {} } },
  },
  'recreate-pool': { kind: 'recreate-pool', id: pool, apiVersion: '2025-06-01', body: { a: 1 } },
  'move-jobs-back': {
    ...{ kind: 'move-jobs-back', accountId: account, fromPool: 'blue', toPool: 'green' },
    ...{ jobs: ['j1', 'j2'], stayDisabled: ['j2'] },
  },
}
const entries = Object.values(undos).map((undo): UndoEntry => ({ of: 'changed', undo }))
const policy = { file: 'a.yml', onFailure: 'rollback', onCancel: 'stop-resize' } as const

function kept() {
  const saved: (string | undefined)[] = []
  const journal = createJournal((text) => saved.push(text))
  const pages = () => readJournal(saved.slice(saved.lastIndexOf(undefined) + 1).join(''))
  return { saved, journal, pages }
}

describe('the journal', () => {
  test.each(entries)('says of $undo.kind what is read back', (entry) => {
    const { journal, pages } = kept()
    journal.open(policy).add(entry)
    expect(pages()).toEqual([{ ...policy, entries: [entry], resizing: [] }])
  })

  test('is saved at every change and only then', () => {
    const { journal, saved, pages } = kept()
    const page = journal.open(policy)
    expect(saved).toEqual([])
    page.add(entries[0]!)
    page.add(entries[1]!)
    page.resizes({ id: pool, apiVersion: '1' })
    expect(saved).toHaveLength(3)
    page.resizesNot('/other')
    expect(saved).toHaveLength(3)
    page.remove(entries[0]!)
    page.end('cancelled')
    expect(pages()).toEqual([
      {
        ...{ ...policy, ended: 'cancelled', entries: [entries[1]] },
        resizing: [{ id: pool, apiVersion: '1' }],
      },
    ])
  })

  test('is gone once every config has closed its page', () => {
    const { journal, saved, pages } = kept()
    const [one, other] = [journal.open(policy), journal.open({ ...policy, file: 'b.yml' })]
    one.add(entries[0]!)
    other.add(entries[1]!)
    one.close()
    expect(pages().map(({ file }) => file)).toEqual(['b.yml'])
    other.close()
    expect(saved.at(-1)).toBeUndefined()
  })

  test('never begins where nothing is made', () => {
    const { journal, saved } = kept()
    journal.open(policy).close()
    expect(saved).toEqual([])
  })

  test('takes no notes on a closed page', () => {
    const { journal, saved } = kept()
    const page = journal.open(policy)
    page.close()
    page.add(entries[0]!)
    expect(saved).toEqual([])
  })

  test('notes a pool once, however often it is resized', () => {
    const { journal, pages } = kept()
    const page = journal.open(policy)
    page.resizes({ id: pool, apiVersion: '1' })
    page.resizes({ id: pool, apiVersion: '2' })
    expect(pages()[0]!.resizing).toEqual([{ id: pool, apiVersion: '2' }])
  })

  test.each(['{', '{}', '{"number":1,"page":{}}', '{"number":1,"page":{"onFailure":"x"}}'])(
    'that says %s is refused',
    (text) => {
      expect(() => readJournal(`${text}\n`)).toThrow()
    },
  )

  test.each(entries)(
    'is refused when $undo.kind is of another kind of resource',
    ({ of, undo }) => {
      const { journal, saved } = kept()
      const other = 'id' in undo ? { ...undo, id: group } : { ...undo, accountId: group }
      journal.open(policy).add({ of, undo: other })
      expect(() => readJournal(saved.join(''))).toThrow()
    },
  )

  test('whose last line was cut off says what it said before', () => {
    const { journal, saved } = kept()
    const page = journal.open(policy)
    page.add(entries[0]!)
    page.add(entries[1]!)
    const text = saved.join('').slice(0, -10)
    expect(readJournal(text).map((one) => one.entries)).toEqual([[entries[0]]])
    expect(readJournal(saved[0]!.slice(0, 5))).toEqual([])
  })

  test('of many configs grows with what each does, not with how many there are', () => {
    const { journal, saved } = kept()
    const pages = Array.from({ length: 200 }, () => journal.open(policy))
    for (const page of pages) page.add(entries[0]!)
    const lengths = saved.map((line) => line?.length ?? 0)
    expect(Math.max(...lengths)).toBeLessThan(Math.min(...lengths) + 5)
  })
})

test.each(entries)('there are words for $undo.kind', ({ undo }) => {
  expect(wordsOf(undo, [])).toEqual({
    doing: expect.stringMatching(/^(deleting|restoring|recreating|moving) /),
    done: expect.stringMatching(/(deleted again|before this run|moved back)/),
    notDone: expect.stringMatching(/(stays|not)/),
  })
})
