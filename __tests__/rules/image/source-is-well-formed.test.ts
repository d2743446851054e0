import { expect, test } from '@jest/globals'
import { diskId, snapshotId } from '../../../src/shared/arm-id.js'
import { check, scope } from '../../support/image-facts.js'
import { offlineRule } from '../../support/rules.js'

const rule = offlineRule('image/source-is-well-formed')

test('every malformed source is told at its place, whichever way it is given', () => {
  const disk = diskId(scope, 'os')
  const image = {
    osSnapshot: disk,
    dataSnapshots: [{ source: 'data' }, { lun: 3, source: `${snapshotId(scope, 'data')}/` }],
    source: 'my disk',
    dataDiskSources: [disk, 'snapshots/data'],
  }
  expect(check(rule, { image }).map(({ at, message }) => [at.slice(1), message])).toEqual([
    [['osSnapshot'], `'${disk}' is a managed disk, not a snapshot`],
    [['source'], "'my disk' is not a valid name of a snapshot, disk or VM"],
    [['dataSnapshots', 1], `'${snapshotId(scope, 'data')}/' ends with a slash`],
    [['dataDiskSources', 1], "'snapshots/data' is neither a name nor a resource id"],
  ])
})

test('a config without an image has nothing malformed', () => {
  expect(check(rule, {})).toEqual([])
})

test('control characters of a source are not in the message', () => {
  for (const source of ['a\u001b[31m b', diskId(scope, 'os').replace('disks', 'd\u0007isks')]) {
    const [problem] = check(rule, { image: { source } })
    expect(problem?.message).not.toMatch(/\p{Cc}/u)
  }
})
