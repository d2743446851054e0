/**
 * Azure answers what its types allow and what nobody has seen so far: whatever that is, a run ends in findings, in a failure that
 * names what Azure did, or in a success that what was shown bears out; never in a mistake of the action's own. Without Azure's types
 * (../shared) it is skipped: what they rule out, such as a region without a name, Azure does not answer.
 */
import { expect, test } from '@jest/globals'
import { azureTypesAreHere } from '../support/azure-types.js'
import { share } from '../support/full-size.js'
import { faults } from '../support/odd-faults.js'
import { jobs, lieTo } from '../support/odd-runs.js'

const title = 'none of 20,000 odd answers is taken for what it is not'

if (!azureTypesAreHere) {
  test(title, () => {
    console.log('skipped: ../shared/bicep-types is not here')
  })
} else {
  test(title, noneIsTaken, 1_800_000)
}

async function noneIsTaken(): Promise<void> {
  const all = Object.entries(await jobs())
  const different = new Set<string>()
  const ends = new Set<string>()
  const wrong: unknown[] = []
  for (let seed = 1; different.size < share(20_000, 80); seed += 1) {
    // Every other run only plans: it reads as much as the others, and takes a fifth of their time.
    const [name, job] = all[seed % 2 === 0 ? all.length - 1 : ((seed - 1) / 2) % all.length]!
    const seen = await lieTo(job, seed, (text) => different.add(text))
    ends.add(seen.ended.outputs['outcome'] ?? 'none')
    const found = faults(job, seen)
    if (found.length > 0) wrong.push({ name, seed, lies: seen.lies, found: found.slice(0, 3) })
  }
  expect(wrong).toEqual([])
  // Some runs end well and some badly, or the answers were not odd enough, or too odd.
  expect([...ends]).toEqual(expect.arrayContaining(['succeeded', 'unchanged', 'failed']))
}
