import { describe, expect, test } from '@jest/globals'
import { objectsAt, textAt } from '../../src/simulator/json.js'
import type { Json, JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { bodyOf, openBench, refusalOf } from './calls.js'

const version = '2024-04-01'
const path = '/providers/Microsoft.ResourceGraph/resources'

function open(scenario: Scenario = {}) {
  const bench = openBench(scenario)
  const send = (query: string, more: JsonObject = {}) =>
    bench.call('POST', path, { version, body: { query, ...more } })
  const rows = (query: string, more: JsonObject = {}) =>
    objectsAt(bodyOf(send(query, more)), 'data')
  return { ...bench, send, rows }
}

const names = (rows: readonly JsonObject[]): Json[] => rows.map((row) => row['name'] ?? null)

describe('Resource Graph', () => {
  test.each([
    ["Resources | where type =~ 'Microsoft.Compute/virtualMachines'", ['render-vm']],
    ["resources | where type == 'microsoft.compute/virtualmachines' | project name", ['render-vm']],
    ["resources | where type == 'Microsoft.Compute/virtualMachines'", []],
    [
      "resources | where type in~ ('microsoft.compute/disks') and name contains 'data' | project name, id",
      ['render-vm-data-0'],
    ],
    [
      "resources | where type has 'snapshots' and not(name startswith 'render') | project name",
      ['europe-os'],
    ],
    [
      'resources | where type endswith "/disks" | order by name asc | limit 1 | project name',
      ['render-vm-data-0'],
    ],
    [
      "resources | where tolower(tostring(properties.hardwareProfile.vmSize)) == 'standard_d4s_v5' | project name",
      ['render-vm'],
    ],
    [
      "resources | where isnotempty(properties['creationData'].sourceResourceId) and location != 'koreacentral' // a comment\n| project name",
      ['europe-os'],
    ],
    ["resourcecontainers | where name !in ('rg-batch', 'rg-europe') | project name", ['rg-images']],
  ])('%s', (query, expected) => {
    expect(names(open().rows(query))).toEqual(expected)
  })

  test('columns are named, counted, told apart', () => {
    const { rows } = open()
    const query = "resources | where type =~ 'microsoft.compute/disks' | project"
    expect(rows(`${query} disk = name, size = properties.diskSizeGB | where size > 100`)).toEqual([
      { disk: 'render-vm-data-0', size: 128 },
    ])
    expect(rows(`${query} properties.diskSizeGB | order by properties_diskSizeGB asc`)).toEqual([
      { properties_diskSizeGB: 30 },
      { properties_diskSizeGB: 128 },
    ])
    expect(rows("resources | where type =~ 'microsoft.compute/disks' | count")).toEqual([
      { Count: 2 },
    ])
    expect(
      rows(
        "resources | where type =~ 'microsoft.compute/disks' | extend k = tostring(sku.name) | distinct k",
      ),
    ).toEqual([{ k: 'Premium_LRS' }])
  })

  test('there is a next page where ids are told, else the rest is cut off', () => {
    const { send, rows } = open()
    const query = "resources | where type =~ 'microsoft.compute/snapshots' | project name"
    const whole = names(rows(query))
    const first = bodyOf(send(`${query}, id`, { options: { $top: 3 } }))
    expect(first).toMatchObject({ totalRecords: 6, count: 3, resultTruncated: 'false' })
    const options = { $top: 3, $skipToken: textAt(first, '$skipToken') ?? '' }
    const rest = rows(`${query}, id`, { options })
    expect([...names(objectsAt(first, 'data')), ...names(rest)]).toEqual(whole)
    const cut = bodyOf(send(query, { options: { $top: 3 } }))
    expect(cut).toMatchObject({ count: 3, resultTruncated: 'true' })
    expect(cut).not.toHaveProperty('$skipToken')
  })

  test('what came lately is not there yet, what went lately still is', () => {
    const { call, clock, compute, rows } = open({ resourceGraphLagSeconds: 60 })
    const query = "resources | where name in ('new', 'render-data-1') | project name"
    const body = {
      location: 'koreacentral',
      properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 8 },
    }
    call('PUT', `${compute}/disks/new`, { body })
    call('DELETE', `${compute}/snapshots/render-data-1`)
    clock.advance(30_000)
    expect(names(rows(query))).toEqual(['render-data-1'])
    clock.advance(60_000)
    expect(names(rows(query))).toEqual(['new'])
  })

  test('shows what the caller may read, refuses who may read nothing', () => {
    const scope = '/subscriptions/30000000-0000-4000-a000-000000000001'
    const query = "resources | where type =~ 'microsoft.compute/virtualmachines'"
    const rights = [{ scope: `${scope}/resourceGroups/rg-images`, deny: ['*'] }]
    expect(open({ rights }).rows(query)).toEqual([])
    const nothing = open({ rights: [{ scope, deny: ['*'] }] })
    const subscriptions = [scope.replace('/subscriptions/', '')]
    expect(refusalOf(nothing.send(query, { subscriptions }))).toBe('403 AccessDenied')
    expect(refusalOf(open().send(''))).toBe('400 BadRequest')
    const denied = ['Microsoft.ResourceGraph/resources/read']
    expect(refusalOf(open({ denied }).send(query))).toBe('403 AuthorizationFailed')
  })

  test.each([
    'policyresources | limit 1',
    'resources | join kind=inner (resources) on id',
    'resources | where parse_json(name) == 1',
    'resources | where name == +',
    'resources | where (name',
  ])('%s has no behaviour here', (query) => {
    const { send, simulator } = open()
    expect(send(query).status).toBe(501)
    expect(simulator.unknownRequests).toHaveLength(1)
  })
})
