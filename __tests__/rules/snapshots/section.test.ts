import { expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import { rules } from '../../../src/rules/index.js'

function messagesOf(id: string, config: Config): readonly string[] {
  const rule = rules.find((one) => one.id === id)
  if (rule?.needs !== 'config') throw new Error(`${id} is no rule about the config alone`)
  return rule.check(config).map(({ message }) => message)
}

const snapshots = { sourceVm: 'vm', namePrefix: 'golden' }

test.each<[string, Config, string | undefined]>([
  ['snapshots/are-the-only-source', { snapshots, image: { name: 'i' } }, undefined],
  [
    'snapshots/are-the-only-source',
    { snapshots, image: { name: 'i', id: '/subscriptions/s' } },
    'image.id (image-id) and the section snapshots exclude each other',
  ],
  ['snapshots/source-is-given', { snapshots }, undefined],
  ['snapshots/source-is-given', { snapshots: { namePrefix: 'p' } }, 'it is not said which'],
  ['snapshots/names-are-valid', { snapshots }, undefined],
  ['snapshots/names-are-valid', { snapshots: { sourceVm: 'vm' }, pool: { name: 'p' } }, undefined],
  ['snapshots/names-are-valid', { snapshots: { sourceVm: 'vm' } }, 'the snapshots have no name'],
  [
    'snapshots/names-are-valid',
    { snapshots: { ...snapshots, namePrefix: 'x'.repeat(73) } },
    'has at most 80 characters',
  ],
  [
    'snapshots/disk-access-goes-with-private',
    { snapshots: { ...snapshots, networkAccessPolicy: 'AllowPrivate', diskAccessId: 'd' } },
    undefined,
  ],
  [
    'snapshots/disk-access-goes-with-private',
    { snapshots: { ...snapshots, networkAccessPolicy: 'AllowPrivate' } },
    'goes with a disk access',
  ],
])('%s %j: %s', (id, config, message) => {
  expect(messagesOf(id, config)).toEqual(
    message === undefined ? [] : [expect.stringContaining(message)],
  )
})
