import { expect, test } from '@jest/globals'
import { offlineRule } from '../../support/rules.js'

const sourcesInOneSubscription = offlineRule('image/sources-in-one-subscription')

const snapshot = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Compute/snapshots/${name}`

test('image/sources-in-one-subscription finds the ids that are of another', () => {
  const check = (osSnapshot: string, ...sources: string[]) =>
    sourcesInOneSubscription.check({
      image: { osSnapshot, dataSnapshots: sources.map((source) => ({ source })) },
    })
  expect(check(snapshot('S', 'os'), snapshot('s', 'data'), 'name')).toEqual([])
  expect(sourcesInOneSubscription.check({})).toEqual([])
  expect(check(snapshot('s', 'os'), snapshot('s', 'a'), snapshot('t', 'b'))).toEqual([
    {
      at: ['image', 'dataSnapshots', 1],
      message: "'b' is in subscription t, 'os' in s",
      help: 'copy the snapshot to subscription s, or check the ID',
    },
  ])
})
