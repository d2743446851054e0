import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import {
  accountId,
  compute,
  definitionId,
  detailsOf,
  errorOf,
  fixedScale,
  imageId,
  poolBody,
  versionId,
  vmConfiguration,
  World,
} from './batch-world.js'

const other = '40000000-0000-4000-a000-000000000001'

const image = (id: string): JsonObject => vmConfiguration({ imageReference: { id } })

describe('API versions', () => {
  test.each(['2016-01-01', '2025-06-02', ''])('%p, which never was, is refused', (version) => {
    expect(new World().put('render', poolBody(), { version }).status).toBe(400)
  })

  test.each<[string, JsonObject, string]>([
    ['2019-08-01', { taskSlotsPerNode: 2 }, 'taskSlotsPerNode'],
    ['2020-09-01', { maxTasksPerNode: 2 }, 'maxTasksPerNode'],
    ['2025-06-01', { resourceTags: { a: 'b' } }, 'resourceTags'],
    ['2025-06-01', { targetNodeCommunicationMode: 'Simplified' }, 'targetNodeCommunicationMode'],
    ['2025-06-01', { certificates: [{ id: 'x' }] }, 'certificates'],
    ['2023-11-01', { upgradePolicy: { mode: 'manual' } }, 'upgradePolicy'],
    [
      '2023-05-01',
      vmConfiguration({ securityProfile: { encryptionAtHost: true } }),
      'securityProfile',
    ],
    [
      '2025-06-01',
      vmConfiguration({
        dataDisks: [{ lun: 0, diskSizeGB: 1, storageAccountType: 'Premium_LRS' }],
      }),
      'storageAccountType',
    ],
  ])('%s has no %j', (version, properties, name) => {
    const answer = new World().put('render', poolBody(properties), { version })
    expect([answer.status, errorOf(answer).code]).toEqual([400, 'UnsupportedProperty'])
    expect(detailsOf(answer)['PropertyName']).toBe(name)
  })

  test('task slots are spelled maxTasksPerNode before 2020-09-01', () => {
    const world = new World()
    world.put('old', poolBody({ maxTasksPerNode: 3 }), { version: '2019-08-01' })
    expect(world.pool('old', '2019-08-01').properties).toMatchObject({ maxTasksPerNode: 3 })
    expect(world.pool('old', '2019-08-01').properties).not.toHaveProperty('taskSlotsPerNode')
    expect(world.pool('old', '2024-07-01').properties).toMatchObject({ taskSlotsPerNode: 3 })
  })

  test('what a version does not have is not shown by it', () => {
    const world = new World()
    world.put('render', poolBody({ resourceTags: { a: 'b' } }), { version: '2024-07-01' })
    expect(world.pool('render', '2024-07-01').properties).toHaveProperty('resourceTags')
    expect(world.pool('render', '2025-06-01').properties).not.toHaveProperty('resourceTags')
  })
})

describe('imageReference.id', () => {
  const managed = image(imageId)

  test.each([
    ['2017-09-01', 200],
    ['2019-04-01', 200],
    ['2019-08-01', 200],
    ['2020-03-01', 400],
    ['2025-06-01', 400],
  ])('may name a managed image on %s: %d', (version, status) => {
    const answer = new World().put('render', poolBody(managed), { version })
    expect(answer.status).toBe(status)
    if (status === 400) {
      expect(errorOf(answer).code).toBe('InvalidPropertyValue')
      expect(detailsOf(answer)['Reason']).toMatch(/must be of the format .*\/galleries\//)
    }
  })

  test('may name a gallery version from 2019-08-01 on', () => {
    expect(new World().put('render', poolBody(), { version: '2019-04-01' }).status).toBe(400)
    expect(new World().put('render', poolBody(), { version: '2019-08-01' }).status).toBe(200)
  })

  test('a managed image must be in the account region and subscription', () => {
    const abroad = new World({}, { [imageId]: { location: 'eastus' } })
    expect(
      detailsOf(abroad.put('a', poolBody(managed), { version: '2019-08-01' }))['Reason'],
    ).toMatch(/not available in koreacentral/)
    const id = imageId.replace(/subscriptions\/[^/]+/, `subscriptions/${other}`)
    const foreign = new World().put('b', poolBody(image(id)), { version: '2019-08-01' })
    expect(detailsOf(foreign)['Reason']).toMatch(/same subscription/)
  })

  test('a managed image bears 2,500 dedicated and 1,000 low-priority nodes', () => {
    const put = (scale: JsonObject): number =>
      new World().put('a', poolBody({ ...managed, ...scale }), { version: '2019-08-01' }).status
    expect(put(fixedScale(2500, { targetLowPriorityNodes: 1000 }))).toBe(200)
    expect(put(fixedScale(2501))).toBe(400)
    expect(put(fixedScale(0, { targetLowPriorityNodes: 1001 }))).toBe(400)
  })

  test('a version that does not exist is InsufficientPermissions, as the service cannot read it', () => {
    const answer = new World().put('render', poolBody(image(`${definitionId}/versions/9.9.9`)))
    expect([answer.status, errorOf(answer).code]).toEqual([400, 'InsufficientPermissions'])
  })

  test('so is one that the caller may not read', () => {
    const denied = ['Microsoft.Compute/galleries/images/versions/read']
    expect(errorOf(new World({ denied }).put('render')).code).toBe('InsufficientPermissions')
  })

  test('a version needs a replica in the account region', () => {
    const publishingProfile = { targetRegions: [{ name: 'East US' }] }
    const world = new World({}, { [versionId]: { properties: { publishingProfile } } })
    expect(detailsOf(world.put('render'))['Reason']).toMatch(/not available in koreacentral/)
  })

  test('a specialized definition is refused', () => {
    const world = new World({}, { [definitionId]: { properties: { osState: 'Specialized' } } })
    expect(detailsOf(world.put('render'))['Reason']).toMatch(/generalized/)
  })

  test('a definition stands for its latest usable version', () => {
    const world = new World()
    expect(world.put('latest', poolBody(image(definitionId))).status).toBe(200)
    world.simulator.store.delete(versionId)
    expect(world.put('none', poolBody(image(definitionId))).status).toBe(400)
  })

  test('a text that is no image id is refused with the format', () => {
    const answer = new World().put('render', poolBody(image(`${compute}/disks/x`)))
    expect(detailsOf(answer)['Reason']).toMatch(/must be of the format/)
  })
})

describe('the deletion of what a pool needs', () => {
  test.each([
    ['a gallery version', versionId, '2025-03-03'],
    ['a managed image', imageId, '2026-03-01'],
  ])('is not refused for %s, and the pool gets no more nodes', (_, id, version) => {
    const world = new World()
    const made =
      id === imageId
        ? world.put('render', poolBody(image(id)), { version: '2019-08-01' })
        : world.put('render')
    expect(made.status).toBe(200)
    world.advance(600)
    expect(world.call(id, { method: 'DELETE', version }).status).toBe(202)
    world.advance(60)
    const { scaleSettings } = fixedScale(20)
    const patched = world.call(`${accountId}/pools/render`, {
      ...{ method: 'PATCH', body: { properties: { scaleSettings: scaleSettings ?? null } } },
      version: '2019-08-01',
    })
    expect(patched.status).toBe(200)
    world.advance(600)
    const { resizeOperationStatus, currentDedicatedNodes } = world.pool('render').properties
    expect(currentDedicatedNodes).toBe(2)
    expect(resizeOperationStatus).toMatchObject({ errors: [{ code: 'AllocationFailed' }] })
  })
})
