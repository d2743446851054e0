import { describe, expect, test } from '@jest/globals'
import { textAt } from '../../src/simulator/json.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { bodyOf, openBench, propertiesOf, refusalOf } from './calls.js'

const location = 'koreacentral'
const machineId = `/subscriptions/${defaultSubscriptionId}/resourceGroups/rg-images/providers/Microsoft.Compute/virtualMachines/render-vm`

function open(scenario: Scenario = {}) {
  const bench = openBench(scenario)
  const { call, compute } = bench
  /** Makes a disk or snapshot; what it is refused with, or ''. */
  const put = (path: string, properties: JsonObject, more: JsonObject = {}): string => {
    const answer = call('PUT', `${compute}/${path}`, { body: { location, properties, ...more } })
    return answer.status === 202 ? '' : refusalOf(answer)
  }
  const show = (path: string, version = '2025-01-02') =>
    propertiesOf(call('GET', `${compute}/${path}`, { version }))
  const from = (path: string, createOption = 'Copy') => ({
    creationData: { createOption, sourceResourceId: `${compute}/${path}` },
  })
  return { ...bench, put, show, from }
}

/** The default world with other properties of its machine or disks. */
function worldWith(changes: Readonly<Record<string, JsonObject>>): JsonObject[] {
  return defaultResources(defaultSubscriptionId).map((one) => {
    const { properties = {}, ...top } = changes[textAt(one, 'name') ?? ''] ?? {}
    return {
      ...one,
      ...top,
      properties: { ...(one['properties'] as JsonObject), ...(properties as JsonObject) },
    }
  })
}

describe('Snapshots and disks', () => {
  test('show what Azure always shows', () => {
    const { put, show, from } = open()
    expect(put('snapshots/new', from('disks/render-vm-os'))).toBe('')
    const shown = {
      diskSizeBytes: 30 * 1024 ** 3,
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      networkAccessPolicy: 'AllowAll',
      publicNetworkAccess: 'Enabled',
      timeCreated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00$/),
      uniqueId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    }
    for (const path of ['snapshots/new', 'snapshots/render-os', 'disks/render-vm-os']) {
      expect(show(path)).toMatchObject(shown)
    }
    const source = show('disks/render-vm-os')['uniqueId']
    expect(show('snapshots/new')).toMatchObject({ creationData: { sourceUniqueId: source } })
    expect(show('snapshots/new')).not.toHaveProperty('completionPercent')
  })

  test('a snapshot keeps the plan, the encryption and the abilities of its disk, and the generation that it was told', () => {
    const kept = {
      purchasePlan: { name: 'render', publisher: 'contoso', product: 'nodes' },
      encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: '/x' },
      encryptionSettingsCollection: { enabled: true },
      supportedCapabilities: { architecture: 'Arm64' },
      securityProfile: { securityType: 'TrustedLaunch' },
    }
    const { put, show, from } = open({
      resources: worldWith({ 'render-vm-os': { properties: kept } }),
    })
    expect(put('snapshots/new', { ...from('disks/render-vm-os'), hyperVGeneration: 'V1' })).toBe('')
    expect(show('snapshots/new')).toMatchObject({
      ...kept,
      osType: 'Linux',
      hyperVGeneration: 'V1',
    })
  })

  test.each([
    ['PowerState/deallocated', 'Reserved'],
    ['PowerState/running', 'Attached'],
    ['PowerState/stopped', 'Attached'],
  ])('disks of a machine that is %s are %s', (code, diskState) => {
    const instanceView = { statuses: [{ code }] }
    const resources = worldWith({ 'render-vm': { properties: { instanceView } } })
    const { call, compute, show } = open({ resources })
    expect(show('disks/render-vm-os')).toMatchObject({
      diskState,
      LastOwnershipUpdateTime: expect.any(String),
    })
    expect(bodyOf(call('GET', `${compute}/disks/render-vm-os`))['managedBy']).toBe(machineId)
    const refused = call('DELETE', `${compute}/disks/render-vm-data-0`)
    expect(refusalOf(refused)).toBe('409 OperationNotAllowed')
  })

  test('what the world says of a disk goes before its machine', () => {
    const LastOwnershipUpdateTime = '2026-11-05T10:00:00.0000000+00:00'
    const properties = { diskState: 'ActiveSAS', LastOwnershipUpdateTime }
    const resources = worldWith({ 'render-vm-os': { properties, managedBy: '/other' } })
    const { call, compute, show } = open({ resources })
    expect(show('disks/render-vm-os')).toMatchObject(properties)
    expect(bodyOf(call('GET', `${compute}/disks/render-vm-os`))['managedBy']).toBe('/other')
  })

  test('a free disk has no machine and can go', () => {
    const { call, clock, compute, put, show } = open()
    put('disks/free', { creationData: { createOption: 'Empty' }, diskSizeGB: 8 })
    clock.advance(3000)
    expect(show('disks/free')).toMatchObject({ diskState: 'Unattached' })
    expect(show('disks/free')).not.toHaveProperty('LastOwnershipUpdateTime')
    expect(bodyOf(call('GET', `${compute}/disks/free`))).not.toHaveProperty('managedBy')
    expect(call('DELETE', `${compute}/disks/free`).status).toBe(202)
  })

  test('a copy over regions goes on in the background, and cannot be used before it is whole', () => {
    const { call, clock, compute, put, show, from } = open({ snapshotCopySeconds: 100 })
    put('snapshots/first', { ...from('disks/render-vm-os'), incremental: true })
    clock.advance(3000)
    expect(show('snapshots/first')).toMatchObject({
      completionPercent: 100,
      snapshotAccessState: 'Available',
    })
    const copy = { ...from('snapshots/first', 'CopyStart'), incremental: true }
    const far = { location: 'westeurope' }
    expect(put('snapshots/far', copy, far)).toBe('')
    clock.advance(12_000)
    const shown = show('snapshots/far')
    expect(shown).toMatchObject({
      provisioningState: 'Succeeded',
      completionPercent: 12,
      snapshotAccessState: 'Pending',
      incrementalSnapshotFamilyId: show('snapshots/first')['incrementalSnapshotFamilyId'],
    })
    expect(put('disks/early', from('snapshots/far'), far)).toBe('409 Conflict')
    const osDisk = {
      osType: 'Linux',
      osState: 'Generalized',
      snapshot: { id: `${compute}/snapshots/far` },
    }
    const image = { ...far, properties: { hyperVGeneration: 'V2', storageProfile: { osDisk } } }
    expect(refusalOf(call('PUT', `${compute}/images/early`, { body: image }))).toBe('409 Conflict')
    clock.advance(88_000)
    expect(show('snapshots/far')).toMatchObject({
      completionPercent: 100,
      snapshotAccessState: 'Available',
    })
    expect(put('disks/late', from('snapshots/far'), far)).toBe('')
    expect(call('PUT', `${compute}/images/late`, { body: image }).status).toBe(201)
  })

  test('a copy whose source goes stays where it is, with an error', () => {
    const { call, clock, compute, put, show, from } = open({ snapshotCopySeconds: 100 })
    put('snapshots/first', { ...from('disks/render-vm-os'), incremental: true })
    clock.advance(3000)
    put('snapshots/far', { ...from('snapshots/first', 'CopyStart'), incremental: true })
    call('DELETE', `${compute}/snapshots/first`)
    clock.advance(50_000)
    const broken = { copyCompletionError: { errorCode: 'CopySourceNotFound' } }
    expect(show('snapshots/far')).toMatchObject({ ...broken, completionPercent: 50 })
    clock.advance(100_000)
    expect(show('snapshots/far')).toMatchObject({ ...broken, completionPercent: 50 })
  })

  test('a snapshot of an ultra disk is incremental, and takes its time', () => {
    const sku = { name: 'UltraSSD_LRS', tier: 'Ultra' }
    const { clock, put, show, from } = open({
      resources: worldWith({ 'render-vm-data-0': { sku } }),
      snapshotCopySeconds: 100,
    })
    const copy = from('disks/render-vm-data-0')
    expect(put('snapshots/full', copy)).toBe('400 InvalidParameter')
    expect(put('snapshots/part', { ...copy, incremental: true })).toBe('')
    clock.advance(40_000)
    expect(show('snapshots/part')).toMatchObject({
      completionPercent: 40,
      snapshotAccessState: 'Pending',
    })
  })

  test('CopyStart is for incremental snapshots only', () => {
    const { put, from } = open()
    const incremental = true
    const disk = { ...from('disks/render-vm-os', 'CopyStart'), incremental }
    expect(put('snapshots/a', disk)).toBe('400 InvalidParameter')
    expect(put('snapshots/a', { ...from('snapshots/render-os', 'CopyStart'), incremental })).toBe(
      '400 InvalidParameter',
    )
    put('snapshots/first', { ...from('disks/render-vm-os'), incremental })
    expect(put('snapshots/a', from('snapshots/first', 'CopyStart'))).toBe('400 InvalidParameter')
    expect(put('disks/a', from('snapshots/first', 'CopyStart'))).toBe('400 InvalidParameter')
  })

  test('an incremental snapshot stays in the subscription of its disk', () => {
    const other = '/subscriptions/30000000-0000-4000-a000-000000000002'
    const group = {
      id: `${other}/resourceGroups/rg-b`,
      name: 'rg-b',
      type: 'Microsoft.Resources/resourceGroups',
      location,
    }
    const resources = [...defaultResources(defaultSubscriptionId), group]
    const { call, from } = open({ resources })
    const path = `${group.id}/providers/Microsoft.Compute/snapshots/a`
    const send = (properties: JsonObject) => call('PUT', path, { body: { location, properties } })
    const copy = from('disks/render-vm-os')
    expect(refusalOf(send({ ...copy, incremental: true }))).toBe('400 InvalidParameter')
    expect(send(copy).status).toBe(202)
  })

  test('a source that may not be read is refused', () => {
    const { put, from } = open({ denied: ['Microsoft.Compute/disks/read'] })
    expect(put('snapshots/a', from('disks/render-vm-os'))).toBe('403 LinkedAuthorizationFailed')
  })
})

describe('Answers', () => {
  test.each([
    ['snapshots/part', '2022-03-02', ['completionPercent'], ['incrementalSnapshotFamilyId']],
    ['snapshots/part', '2022-07-02', ['incrementalSnapshotFamilyId'], ['snapshotAccessState']],
    ['snapshots/part', '2025-01-02', ['snapshotAccessState'], []],
    ['snapshots/part', '2018-09-30', [], ['uniqueId', 'incremental', 'networkAccessPolicy']],
    ['disks/render-vm-os', '2022-07-02', ['diskState'], ['LastOwnershipUpdateTime']],
  ])('%s in %s shows %j and not %j', (path, version, has, hasNot) => {
    const { call, compute, put, show, from } = open({ pageSize: 100 })
    put('snapshots/part', { ...from('disks/render-vm-os'), incremental: true })
    const [collection = '', name] = path.split('/')
    const list = bodyOf(call('GET', `${compute}/${collection}?api-version=${version}`))
    const listed = (list['value'] as JsonObject[]).find((one) => one['name'] === name)
    for (const properties of [show(path, version), (listed?.['properties'] ?? {}) as JsonObject]) {
      for (const member of has) expect(properties).toHaveProperty(member)
      for (const member of hasNot) expect(properties).not.toHaveProperty(member)
    }
  })

  test.each(['2026-03-02', '2022-03-02'])('disks are answered in %s', (version) => {
    expect(open().show('disks/render-vm-os', version)).toMatchObject({ diskSizeGB: 30 })
  })
})

describe('Disk encryption sets', () => {
  const group = `/subscriptions/${defaultSubscriptionId}/resourceGroups/rg-images`
  const id = `${group}/providers/Microsoft.Compute/diskEncryptionSets/own`
  const set = { id, name: 'own', type: 'Microsoft.Compute/diskEncryptionSets', location }
  const resources = [...defaultResources(defaultSubscriptionId), set]

  test.each(['2022-07-02', '2025-01-02'])('are shown and listed in %s', (version) => {
    const { call, compute } = open({ resources })
    const shown = bodyOf(call('GET', id, { version }))
    expect(shown).toMatchObject({ ...set, properties: { provisioningState: 'Succeeded' } })
    const list = call('GET', `${compute}/diskEncryptionSets`, { version })
    expect(bodyOf(list)['value']).toEqual([shown])
    expect(refusalOf(call('GET', `${id}2`, { version }))).toBe('404 ResourceNotFound')
  })
})
