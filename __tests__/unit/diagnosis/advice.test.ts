import { expect, test } from '@jest/globals'
import { fillIn, type Entry } from '../../../src/diagnosis/catalogue.js'
import {
  allUnusable,
  nodeEntries,
  silentNode,
  startTaskEntries,
  stateEntries,
} from '../../../src/diagnosis/catalogue-node.js'
import { reasonEntries } from '../../../src/diagnosis/catalogue-reasons.js'
import { requestEntries, statusEntries } from '../../../src/diagnosis/catalogue-request.js'
import { providerEntries, resizeEntries } from '../../../src/diagnosis/catalogue-resize.js'

const entries: readonly Entry[] = [
  ...[...requestEntries, ...statusEntries],
  ...[...resizeEntries, ...reasonEntries, ...providerEntries],
  ...[...nodeEntries, ...startTaskEntries, ...stateEntries, silentNode, allUnusable],
]
/** What the texts may speak of: a size that grows no more, a permission that is named, and nothing. */
const abouts = [
  { text: '' },
  { text: 'm', vmSize: 'Standard_D4_v2', account: 'renderbatch', region: 'koreacentral' },
  { text: "no right to perform action 'Microsoft.Batch/batchAccounts/pools/write'" },
  { text: 'AADSTS9 standardNCFamily Cores. Current Limit: 10, Current Usage: 8' },
]

const saysAgain = /\b(run|try)( it)? again\b/i

test('running again is the remedy of what may pass, and of nothing else', () => {
  const all = entries.flatMap((entry) =>
    abouts.map((about) => {
      const { remedy, retryable, remedyWithoutNodes = remedy, guess } = fillIn(entry, about)
      const texts = [remedy, remedyWithoutNodes, guess?.remedy ?? remedy]
      return { code: String(entry.code), retryable, texts }
    }),
  )
  console.log(`${String(all.length)} texts of ${String(entries.length)} entries`)
  expect(entries.length).toBeGreaterThan(150)
  expect(
    all.filter(({ retryable, texts }) => texts.some((text) => saysAgain.test(text) !== retryable)),
  ).toEqual([])
})
