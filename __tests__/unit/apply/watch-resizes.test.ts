import { describe, expect, test } from '@jest/globals'
import { createJournal } from '../../../src/apply/undo/journal.js'
import { watchResizes } from '../../../src/apply/nodes/watch-resizes.js'
import { undoable } from '../../../src/apply/undo/undoable.js'
import type { UndoEntry } from '../../../src/apply/undo/undo.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import { openWorld } from '../../support/simulated-run.js'

const account =
  '/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch'
const id = `${account}/pools/none`
const version = '2025-06-01'
const call = { signal: new AbortController().signal }
const scale = { properties: { scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } } } }

async function watched() {
  const { azure } = await openWorld({})
  const page = createJournal(() => undefined).open({ onFailure: 'keep', onCancel: 'keep' })
  return { azure: watchResizes(azure, page), page }
}

describe('a pool that is asked to resize', () => {
  test('is not noted once Azure has refused', async () => {
    const { azure, page } = await watched()
    await expect(azure.updatePool(id, version, scale, call)).rejects.toThrow(AzureFailure)
    expect(page.text().resizing).toEqual([])
  })

  test('stays noted when the refusal is about a resize before', async () => {
    const { azure, page } = await watched()
    page.resizes({ id, apiVersion: version })
    await expect(azure.updatePool(id, version, scale, call)).rejects.toThrow(AzureFailure)
    expect(page.text().resizing).toEqual([{ id, apiVersion: version }])
  })

  test('is noted when no answer comes', async () => {
    const { azure, page } = await watched()
    const signal = AbortSignal.abort(new Error('stop'))
    await expect(azure.updatePool(id, version, scale, { signal })).rejects.toThrow('stop')
    expect(page.text().resizing).toHaveLength(1)
  })

  test('is one only where the scale is in the body', async () => {
    const { azure, page } = await watched()
    const body = { properties: { metadata: [] } }
    const signal = AbortSignal.abort(new Error('stop'))
    await expect(azure.updatePool(id, version, body, { signal })).rejects.toThrow('stop')
    expect(page.text().resizing).toEqual([])
  })
})

describe('what a request makes', () => {
  const entry: UndoEntry = {
    of: 'made',
    undo: { kind: 'delete-image-definition', id: '/d', marks: {} },
  }
  const failure = (status?: number) =>
    new AzureFailure({
      ...{ operation: 'x', error: { code: 'X', message: 'x', details: [] } },
      ...(status !== undefined && { status }),
    })

  test.each([
    ['refused', failure(409), []],
    ['forbidden', failure(403), []],
    ['answered by a server error', failure(500), [entry]],
    ['timed out', failure(408), [entry]],
    ['never answered', failure(), [entry]],
    ['given up', new Error('aborted'), [entry]],
  ])('is to be taken back, or not, when it is %s', async (_, error, left) => {
    const noted: UndoEntry[] = []
    const notes = {
      recordUndo: (one: UndoEntry) => noted.push(one),
      discardUndo: (one: UndoEntry) => noted.splice(noted.indexOf(one), 1),
    }
    await expect(undoable(entry, notes, async () => await Promise.reject(error))).rejects.toBe(
      error,
    )
    expect(noted).toEqual(left)
  })

  test('is noted before it is asked for', async () => {
    const order: string[] = []
    const notes = { recordUndo: () => order.push('noted'), discardUndo: () => undefined }
    await undoable(entry, notes, async () => await Promise.resolve(order.push('sent')))
    expect(order).toEqual(['noted', 'sent'])
  })
})
