import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parseScenario } from '../../src/simulator/scenario-file.js'
import { isObject, objectsAt, textAt } from '../../src/simulator/json.js'
import { bodyOf, openBench } from './calls.js'

describe('Default world', () => {
  test('holds what the README lists', () => {
    const { call, compute, simulator, subscription } = openBench({ pageSize: 100 })
    const names = (path: string) =>
      objectsAt(bodyOf(call('GET', path)), 'value').map(({ name }) => name)
    expect(names(`${subscription}/resourceGroups`)).toEqual(['rg-images', 'rg-batch', 'rg-europe'])
    expect(names(`${compute}/snapshots`)).toEqual([
      'render-os',
      'render-os-gen1',
      'render-os-windows',
      'render-data-0',
      'render-data-1',
    ])
    expect(names(`${compute}/disks`)).toEqual(['render-vm-os', 'render-vm-data-0'])
    expect(names(`${compute}/galleries/renderGallery/images`)).toHaveLength(4)
    expect(simulator.store.ofType('Microsoft.Batch/batchAccounts')).toHaveLength(1)
    expect(names(`${subscription}/locations`)).toHaveLength(12)
  })

  test('lists of a subscription leave out the other one', () => {
    const { call, simulator } = openBench()
    const other = '30000000-0000-4000-a000-000000000002'
    expect(simulator.subscriptionId).not.toBe(other)
    const groups = call('GET', `/subscriptions/${other}/resourceGroups`)
    expect(objectsAt(bodyOf(groups), 'value')).toEqual([])
  })

  const oracle = '../shared/oracle/az-image-create.json'
  test('gives way to a recorded world', () => {
    if (!existsSync(oracle)) {
      console.log(`skipped: ${oracle} is not here`)
      return
    }
    const file: unknown = JSON.parse(readFileSync(oracle, 'utf8'))
    const world = isObject(file) && isObject(file['world']) ? file['world'] : {}
    const { call, simulator } = openBench(world)
    expect(simulator.tenantId).toBe(textAt(world, 'tenant'))
    for (const resource of objectsAt(world, 'resources')) {
      if (!String(textAt(resource, 'type')).startsWith('Microsoft.Compute')) continue
      const answer = call('GET', encodeURI(textAt(resource, 'id') ?? ''))
      expect(answer.status).toBe(200)
      expect(bodyOf(answer)['name']).toBe(resource['name'])
    }
    expect(simulator.unknownRequests).toEqual([])
  })

  test('a resource without id is an error', () => {
    expect(() => openBench({ resources: [{ name: 'a' }] })).toThrow('lacks id, name or type')
  })
})

describe('Scenario', () => {
  test('is read from YAML and from JSON', () => {
    const yaml = 'speed: 60\nresizes:\n  - { capacity: 250, error: { code: AllocationTimedout } }'
    expect(parseScenario(yaml, 'a.yml')).toEqual({
      speed: 60,
      resizes: [{ capacity: 250, error: { code: 'AllocationTimedout' } }],
    })
    expect(parseScenario('{"pageSize": 3}', 'a.json')).toEqual({ pageSize: 3 })
    expect(parseScenario('', 'empty.yml')).toEqual({})
  })

  test.each([
    ['spede: 60', 'a.yml is wrong: line 1, column 1: spede: there is no such setting'],
    ['speed: 60\npageSize: none', 'line 2, column 11: pageSize'],
    ['speed: 60\nnodes:\n  bootSecond: 3', 'line 3, column 3: nodes.bootSecond: there is no such'],
    ['{"speed": 60,\n "faults": [{ "on": "(" }]}', 'line 2, column 21: faults.0.on'],
    ['resizes: [{ nodes: 1 }]', 'resizes.0.nodes: there is no such setting'],
    ['faults: [{ atRequest: 0 }]', 'faults.0.atRequest'],
    ['faults: [{ status: 500, break: reset }]', 'faults.0: says more than one thing'],
    ['faults: [{ body: a, text: b }]', 'faults.0: says more than one thing'],
    ['speed: 0', 'speed'],
    ['resizes: [{ capacity: -1 }]', 'resizes.0.capacity'],
    ['resizesByPool: { a: [{ add: 1 }] }', 'add'],
    ['nodes: { unusable: { nodes: some } }', 'nodes.unusable.nodes: must be a number or all'],
    ['nodesByImage: { "*": { bootSeconds: -1 } }', 'nodesByImage.*.bootSeconds'],
    ['events: [{ since: never, do: { delete: x } }]', 'events.0.since'],
    ['faults: [{ on: "(" }]', 'faults.0.on: must be a regular expression'],
    ['speed: 1\nfaults: [', /neither YAML nor JSON: .* at line 2, column 10/],
  ])('%s is an error that says where', (text, place) => {
    expect(() => parseScenario(text, 'a.yml')).toThrow(place)
  })

  test('the example of the README is one', () => {
    const readme = readFileSync('src/simulator/README.md', 'utf8')
    const example = /## Scenario[^]*?```yaml\n([^]*?)```/.exec(readme)?.[1] ?? ''
    expect(Object.keys(parseScenario(example, 'README.md'))).toContain('resizes')
  })
})
