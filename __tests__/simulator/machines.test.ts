import { describe, expect, test } from '@jest/globals'
import { objectsAt, textAt } from '../../src/simulator/json.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { bodyOf, openBench, propertiesOf, refusalOf } from './calls.js'

const first = '/subscriptions/30000000-0000-4000-a000-000000000001'
const second = '/subscriptions/30000000-0000-4000-a000-000000000002'
const imageId = `${first}/resourceGroups/rg-images/providers/Microsoft.Compute/images/base`
const types = 'Microsoft.Compute/virtualMachine'

function groupAt(subscription: string, name: string): JsonObject {
  const id = `${subscription}/resourceGroups/${name}`
  return { id, name, type: 'Microsoft.Resources/resourceGroups', location: 'koreacentral' }
}

const idOf = (one: JsonObject): string => textAt(one, 'id') ?? ''

function resource(group: JsonObject, path: string, properties: JsonObject): JsonObject {
  const parts = path.split('/')
  const type = ['Microsoft.Compute', ...parts.filter((_, index) => index % 2 === 0)].join('/')
  const id = `${idOf(group)}/providers/Microsoft.Compute/${path}`
  return { id, name: parts.at(-1) ?? '', type, location: 'koreacentral', properties }
}

const groupA = groupAt(first, 'rg-a')
const groupB = groupAt(second, 'rg-b')
const groupC = groupAt(second, 'rg-c')
const storageProfile = {
  imageReference: { id: imageId },
  osDisk: { osType: 'Linux', createOption: 'FromImage' },
}
const hardwareProfile = { vmSize: 'Standard_D4s_v5' }
const instanceView = {
  hyperVGeneration: 'V2',
  statuses: [{ code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' }],
}
const resources: JsonObject[] = [
  groupA,
  groupB,
  groupC,
  resource(groupA, 'virtualMachines/one', {
    hardwareProfile,
    storageProfile,
    instanceView,
    userData: 'eA==',
  }),
  resource(groupA, 'virtualMachines/one/extensions/agent', { publisher: 'Contoso', type: 'Agent' }),
  resource(groupB, 'virtualMachines/two', { hardwareProfile, storageProfile }),
  resource(groupC, 'virtualMachines/three', { hardwareProfile, storageProfile }),
  resource(groupB, 'virtualMachineScaleSets/set', { virtualMachineProfile: { storageProfile } }),
  resource(groupB, 'virtualMachineScaleSets/set/virtualMachines/0', {
    storageProfile,
    instanceView,
    latestModelApplied: false,
  }),
]

function open(scenario: Scenario = {}) {
  const bench = openBench({ resources, ...scenario })
  const names = (path: string, version?: string) =>
    objectsAt(
      bodyOf(bench.call('GET', path, version === undefined ? {} : { version })),
      'value',
    ).map((one) => textAt(one, 'name'))
  return { ...bench, names }
}

const machine = `${idOf(groupA)}/providers/${types}s/one`
const set = `${idOf(groupB)}/providers/${types}ScaleSets/set`

describe('Virtual machines', () => {
  test('are listed by group and by subscription, with their images', () => {
    const { call, names } = open()
    expect(names(`${idOf(groupA)}/providers/${types}s`)).toEqual(['one'])
    expect(names(`${second}/providers/${types}s`)).toEqual(['two', 'three'])
    const [listed] = objectsAt(bodyOf(call('GET', `${first}/providers/${types}s`)), 'value')
    expect(textAt(listed, 'properties', 'storageProfile', 'imageReference', 'id')).toBe(imageId)
    expect(listed).not.toHaveProperty('properties.instanceView')
  })

  test('show instance view and user data on request only', () => {
    const { call } = open()
    expect(propertiesOf(call('GET', machine))).not.toHaveProperty('instanceView')
    expect(propertiesOf(call('GET', machine))).not.toHaveProperty('userData')
    expect(propertiesOf(call('GET', `${machine}?$expand=instanceView`))).toMatchObject({
      instanceView,
    })
    expect(propertiesOf(call('GET', `${machine}?$expand=userData`))).toMatchObject({
      userData: 'eA==',
    })
    expect(bodyOf(call('GET', `${machine}/instanceView`))).toEqual(instanceView)
    expect(call('GET', `${machine}?$expand=everything`).unknown).toContain('$expand')
    const [listed] = objectsAt(
      bodyOf(call('GET', `${first}/providers/${types}s?statusOnly=true`)),
      'value',
    )
    expect(listed).toMatchObject({ properties: { instanceView } })
  })

  test('show their extensions: in a list, alone, and among their resources', () => {
    const { call, names } = open()
    expect(names(`${machine}/extensions`)).toEqual(['agent'])
    expect(propertiesOf(call('GET', `${machine}/extensions/agent`))['type']).toBe('Agent')
    expect(objectsAt(bodyOf(call('GET', machine)), 'resources')).toHaveLength(1)
    expect(refusalOf(call('GET', `${machine}/extensions/none`))).toBe('404 ResourceNotFound')
    expect(refusalOf(call('GET', `${machine}x/extensions`))).toBe('404 ResourceNotFound')
  })

  test('scale sets and the instances of uniform ones are listed', () => {
    const { call, names } = open()
    expect(names(`${second}/providers/${types}ScaleSets`, '2026-03-01')).toEqual(['set'])
    expect(names(`${first}/providers/${types}ScaleSets`, '2026-03-01')).toEqual([])
    expect(bodyOf(call('GET', set, { version: '2026-03-01' }))).toMatchObject({ name: 'set' })
    expect(names(`${set}/virtualMachines`, '2026-03-01')).toEqual(['0'])
    const path = `${set}/virtualMachines/0`
    expect(propertiesOf(call('GET', path))).not.toHaveProperty('instanceView')
    expect(propertiesOf(call('GET', `${path}?$expand=instanceView`))).toMatchObject({
      instanceView,
    })
    expect(refusalOf(call('GET', `${set}x/virtualMachines`))).toBe('404 ParentResourceNotFound')
  })
})

describe('Permissions', () => {
  const permissions = 'providers/Microsoft.Authorization/permissions'
  const granted = {
    rights: [
      { scope: second, deny: ['*'] },
      { scope: idOf(groupB), allow: ['*'] },
    ],
  }

  test('of a subscription say what may be done in it', () => {
    const { call } = open({ denied: ['Microsoft.Compute/images/write'] })
    expect(bodyOf(call('GET', `${second}/${permissions}`))).toEqual({
      value: [
        {
          actions: ['*'],
          notActions: ['Microsoft.Compute/images/write'],
          dataActions: [],
          notDataActions: [],
        },
      ],
    })
  })

  test('of a group alone: its things are in the lists of the subscription, the others are missing without a word', () => {
    const { call, names } = open(granted)
    expect(names(`${second}/providers/${types}s`)).toEqual(['two'])
    expect(names(`${second}/resourceGroups`)).toEqual(['rg-b'])
    expect(bodyOf(call('GET', `${second}/${permissions}`))).toEqual({ value: [] })
    expect(bodyOf(call('GET', `${idOf(groupB)}/${permissions}`))).toMatchObject({
      value: [{ actions: ['*'] }],
    })
    expect(objectsAt(bodyOf(call('GET', '/subscriptions')), 'value')).toHaveLength(2)
    const hidden = `${idOf(groupC)}/providers/${types}s/three`
    expect(refusalOf(call('GET', hidden))).toBe('403 AuthorizationFailed')
  })

  test('without any in a subscription it is not listed, and its lists are refused', () => {
    const { call } = open({ rights: [{ scope: second, deny: ['*'] }] })
    const all = objectsAt(bodyOf(call('GET', '/subscriptions')), 'value')
    expect(all.map((one) => textAt(one, 'id'))).toEqual([first])
    expect(refusalOf(call('GET', `${second}/providers/${types}s`))).toBe('403 AuthorizationFailed')
    expect(refusalOf(call('GET', `${second}/${permissions}`))).toBe('403 AuthorizationFailed')
    expect(call('GET', `${first}/providers/${types}s`).status).toBe(200)
  })

  test('the nearest scope that names an action decides', () => {
    const read = 'Microsoft.Compute/virtualMachines/read'
    const { call, names } = open({
      rights: [
        { scope: first, deny: [read] },
        { scope: machine, allow: [read] },
      ],
    })
    expect(call('GET', machine).status).toBe(200)
    expect(names(`${first}/providers/${types}s`)).toEqual(['one'])
    expect(call('GET', `${first}/providers/Microsoft.Compute/disks`).status).toBe(200)
  })
})
