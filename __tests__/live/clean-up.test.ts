import { describe, expect, test } from '@jest/globals'
import { cleanUp } from '../../scripts/live/clean-up.js'
import { isKitGroup, newGroupName, suffixOf } from '../../scripts/live/kit-group.js'
import { isWithinFence } from '../../scripts/live/wire.js'
import { openKitWorld } from './kit-world.js'

const tag = 'image-to-pool-live'
const since = 'image-to-pool-live-since'
const name = 'image-to-pool-live-20261130-0a1b2c3d'
const older = 'image-to-pool-live-20261129-ffffffff'

const group = (groupName: string, tags: Record<string, string>) => ({
  id: `/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/${groupName}`,
  ...{
    name: groupName,
    type: 'Microsoft.Resources/resourceGroups',
    location: 'koreacentral',
    tags,
  },
  properties: { provisioningState: 'Succeeded' },
})
const account = (groupName: string) => ({
  id: `${group(groupName, {}).id}/providers/Microsoft.Batch/batchAccounts/itplive0a1b2c3d`,
  ...{ name: 'itplive0a1b2c3d', type: 'Microsoft.Batch/batchAccounts', location: 'koreacentral' },
  properties: { accountEndpoint: '{batchEndpoint}' },
})

const resources = [
  group(name, { [tag]: name, [since]: '2026-11-30T07:30:00Z' }),
  group(older, { [tag]: older }),
  account(name),
  // None of these was made by the kit.
  group('production', { [tag]: name }),
  group('image-to-pool-live-20261130-11111111', {}),
  group('image-to-pool-live-20261130-22222222', { [tag]: name }),
  group('image-to-pool-live', { [tag]: 'image-to-pool-live' }),
]
const foreign = [
  'image-to-pool-live',
  'image-to-pool-live-20261130-11111111',
  'image-to-pool-live-20261130-22222222',
  'production',
]

async function cleanedUp(
  options: { olderThanMinutes?: number; isDryRun?: boolean; faults?: [] } = {},
) {
  const { simulator, connection } = await openKitWorld({ resources })
  const lines: string[] = []
  const failed = await cleanUp({
    ...{ ...connection, olderThanMinutes: 0, isDryRun: false, ...options },
    signal: new AbortController().signal,
    log: (line) => lines.push(line),
  })
  const left = simulator.store.ofType('Microsoft.Resources/resourceGroups')
  const accounts = simulator.store.ofType('Microsoft.Batch/batchAccounts')
  return { failed, lines, left: left.map((one) => one.name).sort(), accounts, simulator }
}

describe('a clean-up', () => {
  test('removes the groups that bear both the name and the tag, with all in them, and no other', async () => {
    const { failed, left, accounts, lines } = await cleanedUp()
    expect(failed).toBe(0)
    expect(left).toEqual(foreign)
    expect(accounts).toEqual([])
    expect(lines).toContain(`removed ${name}`)
  })

  test('leaves young groups alone where it is told to', async () => {
    const { left, lines } = await cleanedUp({ olderThanMinutes: 60 })
    expect(left).toEqual([...foreign, name].sort())
    expect(lines).toContain(`left alone: ${name} is younger`)
  })

  test('only lists with --dry-run', async () => {
    const { left, lines, simulator } = await cleanedUp({ isDryRun: true })
    expect(left).toEqual([...foreign, name, older].sort())
    expect(lines).toEqual([`would remove ${name}`, `would remove ${older}`])
    expect(simulator.transcript.writes()).toEqual([])
  })
})

describe('the group of a run', () => {
  test('has a name and a tag that only this kit gives', () => {
    const fresh = newGroupName(Date.parse('2026-11-30T08:00:00Z'))
    expect(fresh).toMatch(/^image-to-pool-live-20261130-[0-9a-f]{8}$/)
    expect(fresh.endsWith(suffixOf(fresh))).toBe(true)
    expect(newGroupName(0)).not.toBe(newGroupName(0))
    expect(isKitGroup(group(fresh, { [tag]: fresh }))).toBe(true)
    expect(resources.filter(isKitGroup).map((one) => one.name)).toEqual([name, older])
  })
})

describe('the fence', () => {
  const groupId = `/subscriptions/s/resourceGroups/${name}`
  const put = (path: string) => isWithinFence({ method: 'PUT', path }, groupId)

  test.each([
    [groupId, true],
    [`${groupId.toUpperCase()}/providers/x/y/z`, true],
    [`${groupId}-other`, false],
    ['/subscriptions/s/resourceGroups/production', false],
    [`${groupId}/../production`, false],
    ['/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/x', false],
  ])('PUT %s: %s', (path, isAllowed) => {
    expect(put(path)).toBe(isAllowed)
  })

  test('reads may go anywhere, and of POSTs a query of Resource Graph', () => {
    const path = '/subscriptions/s/resourceGroups'
    expect(isWithinFence({ method: 'GET', path }, groupId)).toBe(true)
    const graph = '/providers/Microsoft.ResourceGraph/resources'
    expect(isWithinFence({ method: 'POST', path: graph }, groupId)).toBe(true)
    expect(isWithinFence({ method: 'POST', path: `${path}/x/listKeys` }, groupId)).toBe(false)
    expect(isWithinFence({ method: 'DELETE', path: graph }, groupId)).toBe(false)
  })
})
