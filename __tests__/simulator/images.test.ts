import { describe, expect, test } from '@jest/globals'
import { objectAt, objectsAt, textAt, valueAt } from '../../src/simulator/json.js'
import type { Json, JsonObject } from '../../src/simulator/kernel.js'
import { bodyOf, headerOf, openBench, propertiesOf, refusalOf, type Bench } from './calls.js'

const location = 'koreacentral'

describe('Snapshots and disks', () => {
  test('a snapshot takes size, system and generation from its source and is done in time', () => {
    const { call, compute, clock } = openBench()
    const sourceResourceId = `${compute}/disks/render-vm-os`
    const properties = { creationData: { createOption: 'Copy', sourceResourceId } }
    const path = `${compute}/snapshots/new`
    const accepted = call('PUT', path, { body: { location, properties } })
    expect(accepted.status).toBe(202)
    expect(propertiesOf(accepted)['provisioningState']).toBe('Updating')
    clock.advance(3000)
    expect(propertiesOf(call('GET', path))).toMatchObject({
      provisioningState: 'Succeeded',
      diskSizeGB: 30,
      osType: 'Linux',
      hyperVGeneration: 'V2',
      diskState: 'Unattached',
      incremental: false,
    })
    const operation = bodyOf(call('GET', headerOf(accepted, 'azure-asyncoperation')))
    expect(textAt(operation, 'properties', 'output', 'name')).toBe('new')
  })

  test('a data snapshot says nothing of an operating system', () => {
    const { call, compute } = openBench()
    const properties = propertiesOf(call('GET', `${compute}/snapshots/render-data-0`))
    expect(properties).not.toHaveProperty('osType')
    expect(properties).not.toHaveProperty('hyperVGeneration')
  })

  test.each<[string, JsonObject, string]>([
    ['no creation data', {}, '400 InvalidParameter'],
    [
      'an empty one without size',
      { creationData: { createOption: 'Empty' } },
      '400 InvalidParameter',
    ],
    [
      'a missing source',
      { creationData: { createOption: 'Copy', sourceResourceId: '/x/disks/no' } },
      '404 NotFound',
    ],
  ])('%s is refused', (_, properties, refusal) => {
    const { call, compute } = openBench()
    const body = { location, properties }
    expect(refusalOf(call('PUT', `${compute}/disks/new`, { body }))).toBe(refusal)
  })

  test('a source in another region is refused', () => {
    const { call, compute } = openBench()
    const sourceResourceId = `${compute}/disks/render-vm-os`
    const properties = { creationData: { createOption: 'Copy', sourceResourceId } }
    const body = { location: 'westeurope', properties }
    expect(refusalOf(call('PUT', `${compute}/snapshots/new`, { body }))).toBe(
      '400 InvalidParameter',
    )
  })

  test('a PUT of what exists may come without its source, as `az snapshot update` sends it', () => {
    const { call, compute } = openBench()
    const path = `${compute}/snapshots/render-os`
    const before = bodyOf(call('GET', path))
    expect(call('GET', `${compute}/disks/origin-of-render-os`).status).toBe(404)
    const put = call('PUT', path, { body: { ...before, tags: { team: 'render' } } })
    expect(put.status).toBe(202)
    expect(bodyOf(put)).toMatchObject({
      tags: { team: 'render' },
      properties: { osType: 'Linux', hyperVGeneration: 'V2', diskSizeGB: 30 },
    })
  })

  test('zones and the place of a disk are kept', () => {
    const { call, compute } = openBench()
    const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 1 }
    const place = { zones: ['1'], extendedLocation: { name: 'edge', type: 'EdgeZone' } }
    const body = { location, properties, ...place }
    expect(bodyOf(call('PUT', `${compute}/disks/new`, { body }))).toMatchObject(place)
  })

  test('the source cannot change, tags can', () => {
    const { call, compute } = openBench()
    const path = `${compute}/snapshots/render-os`
    const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 1 }
    expect(refusalOf(call('PUT', path, { body: { location, properties } }))).toBe(
      '409 PropertyChangeNotAllowed',
    )
    expect(bodyOf(call('PATCH', path, { body: { tags: { a: 'b' } } }))['tags']).toEqual({ a: 'b' })
  })
})

describe('Virtual machines', () => {
  test('the instance view is shown on request only', () => {
    const { call, compute } = openBench()
    const path = `${compute}/virtualMachines/render-vm`
    expect(propertiesOf(call('GET', path))).not.toHaveProperty('instanceView')
    const expanded = propertiesOf(call('GET', `${path}?$expand=instanceView`))
    expect(textAt(expanded, 'instanceView', 'statuses', 1, 'code')).toBe('OSState/generalized')
  })
})

/** The body of an image from the default world's snapshots, changed in places. */
function imageBody(
  { compute }: Bench,
  changes: JsonObject = {},
  osDisk: JsonObject = {},
): JsonObject {
  return {
    location,
    properties: {
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: {
          osType: 'Linux',
          osState: 'Generalized',
          snapshot: { id: `${compute}/snapshots/render-os` },
          ...osDisk,
        },
        dataDisks: [{ lun: 0, snapshot: { id: `${compute}/snapshots/render-data-0` } }],
      },
      ...changes,
    },
  }
}

describe('Managed images', () => {
  test('a new image is Creating, then shows what the service filled in', () => {
    const bench = openBench()
    const { call, compute, clock } = bench
    const path = `${compute}/images/new`
    const accepted = call('PUT', path, { body: imageBody(bench) })
    expect(accepted.status).toBe(201)
    expect(propertiesOf(accepted)['provisioningState']).toBe('Creating')
    expect(
      valueAt(propertiesOf(accepted), 'storageProfile', 'osDisk', 'diskSizeGB'),
    ).toBeUndefined()
    expect(headerOf(call('GET', path), 'retry-after-ms')).toBe('10000')
    clock.advance(5000)
    const done = call('GET', path)
    expect(headerOf(done, 'retry-after-ms')).toBe('')
    expect(propertiesOf(done)).toMatchObject({
      provisioningState: 'Succeeded',
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: { caching: 'None', storageAccountType: 'Standard_LRS', diskSizeGB: 30 },
        dataDisks: [{ lun: 0, diskSizeGB: 128 }],
        zoneResilient: false,
      },
    })
  })

  test('the generation is not shown before 2019-03-01', () => {
    const bench = openBench()
    bench.call('PUT', `${bench.compute}/images/new`, { body: imageBody(bench) })
    const old = bench.call('GET', `${bench.compute}/images/new`, { version: '2018-10-01' })
    expect(propertiesOf(old)).not.toHaveProperty('hyperVGeneration')
  })

  test('an image of a machine has its disks at once', () => {
    const { call, compute } = openBench()
    const id = `${compute}/virtualMachines/render-vm`
    const properties = { sourceVirtualMachine: { id }, hyperVGeneration: 'V2' }
    const answer = call('PUT', `${compute}/images/new`, { body: { location, properties } })
    expect(objectAt(propertiesOf(answer), 'storageProfile')).toMatchObject({
      osDisk: { osType: 'Linux', managedDisk: { id: `${compute}/disks/render-vm-os` } },
      dataDisks: [{ lun: 0, managedDisk: { id: `${compute}/disks/render-vm-data-0` } }],
    })
  })

  const refused: readonly [string, (bench: Bench) => Json, string][] = [
    ['no location', (bench) => ({ ...imageBody(bench), location: '' }), '400 LocationRequired'],
    [
      'an unknown region',
      (bench) => ({ ...imageBody(bench), location: 'atlantis' }),
      '400 LocationNotAvailableForResourceType',
    ],
    [
      'a region without the source',
      (bench) => ({ ...imageBody(bench), location: 'westeurope' }),
      '404 NotFound',
    ],
    ['no OS type', (bench) => imageBody(bench, {}, { osType: '' }), '400 InvalidParameter'],
    [
      'another OS type',
      (bench) => imageBody(bench, {}, { osType: 'Windows' }),
      '400 InvalidParameter',
    ],
    [
      'a specialized disk',
      (bench) => imageBody(bench, {}, { osState: 'Specialized' }),
      '400 InvalidParameter',
    ],
    [
      'two sources of a disk',
      (bench) => imageBody(bench, {}, { blobUri: 'https://a/b.vhd' }),
      '400 InvalidParameter',
    ],
    [
      'a missing source',
      (bench) => imageBody(bench, {}, { snapshot: { id: '/subscriptions/x/snapshots/no' } }),
      '404 NotFound',
    ],
    [
      'a VHD without generation',
      () => ({
        location,
        properties: {
          storageProfile: {
            osDisk: { osType: 'Linux', osState: 'Generalized', blobUri: 'https://a/b.vhd' },
          },
        },
      }),
      '400 InvalidParameter',
    ],
  ]
  test.each(refused)('%s is refused', (_, body, refusal) => {
    const bench = openBench()
    const answer = bench.call('PUT', `${bench.compute}/images/new`, { body: body(bench) })
    expect(refusalOf(answer)).toBe(refusal)
    expect(bench.call('GET', `${bench.compute}/images/new`).status).toBe(404)
  })

  test.each([
    ['missing', [{}]],
    ['used twice', [{ lun: 1 }, { lun: 1 }]],
    ['too high', [{ lun: 64 }]],
  ])('a LUN that is %s is refused', (_, luns) => {
    const bench = openBench()
    const snapshot = { id: `${bench.compute}/snapshots/render-data-0` }
    const body = imageBody(bench)
    objectAt(body, 'properties', 'storageProfile')['dataDisks'] = luns.map((lun) => ({
      ...lun,
      snapshot,
    }))
    const answer = bench.call('PUT', `${bench.compute}/images/new`, { body })
    expect(refusalOf(answer)).toBe('400 InvalidParameter')
  })

  test('a generation that is not the source is refused in the words of the service', () => {
    const bench = openBench()
    const body = imageBody(bench, { hyperVGeneration: 'V1' })
    const answer = bench.call('PUT', `${bench.compute}/images/new`, { body })
    expect(refusalOf(answer)).toBe('400 InvalidParameter')
    expect(textAt(bodyOf(answer), 'error', 'message')).toBe(
      "The Input HyperVGeneration property: 'V1' does not match with the HyperVGeneration property: 'Gen2' " +
        `belonging to source: '${bench.compute}/snapshots/render-os'.`,
    )
  })

  test('so is one that is not the machine, whose generation only its instance view tells', () => {
    const { call, compute } = openBench()
    const id = `${compute}/virtualMachines/render-vm`
    const properties = { sourceVirtualMachine: { id }, hyperVGeneration: 'V1' }
    const answer = call('PUT', `${compute}/images/new`, { body: { location, properties } })
    expect(refusalOf(answer)).toBe('400 InvalidParameter')
    expect(textAt(bodyOf(answer), 'error', 'message')).toContain(`'Gen2' belonging to source`)
  })

  test('a source that is being copied or may not be read is refused', () => {
    const bench = openBench({ denied: ['Microsoft.Compute/snapshots/read'] })
    const path = `${bench.compute}/images/new`
    expect(refusalOf(bench.call('PUT', path, { body: imageBody(bench) }))).toBe(
      '403 LinkedAuthorizationFailed',
    )
    const copying = openBench()
    const snapshot = copying.simulator.store.get(`${copying.compute}/snapshots/render-os`)
    if (snapshot !== undefined) snapshot.properties['completionPercent'] = 40
    expect(refusalOf(copying.call('PUT', path, { body: imageBody(copying) }))).toBe('409 Conflict')
  })

  test.each([
    ['is not generalized', { instanceView: { statuses: [] } }],
    ['has trusted launch', { securityProfile: { securityType: 'TrustedLaunch' } }],
  ])('a machine that %s is refused', (_, change) => {
    const { call, compute, simulator } = openBench()
    const id = `${compute}/virtualMachines/render-vm`
    const machine = simulator.store.get(id)
    if (machine !== undefined) machine.properties = { ...machine.properties, ...change }
    const properties = { sourceVirtualMachine: { id }, hyperVGeneration: 'V2' }
    const answer = call('PUT', `${compute}/images/new`, { body: { location, properties } })
    expect(refusalOf(answer)).toBe('409 OperationNotAllowed')
  })

  test('the same PUT again is 200, another source is refused, tags can change', () => {
    const bench = openBench()
    const path = `${bench.compute}/images/new`
    bench.call('PUT', path, { body: imageBody(bench) })
    expect(bench.call('PUT', path, { body: imageBody(bench) }).status).toBe(200)
    const other = { snapshot: { id: `${bench.compute}/snapshots/render-os-gen1` } }
    const body = imageBody(bench, { hyperVGeneration: 'V2' }, other)
    expect(refusalOf(bench.call('PUT', path, { body }))).toBe('409 PropertyChangeNotAllowed')
    const tagged = bench.call('PATCH', path, { body: { tags: { team: 'render' } } })
    expect(bodyOf(tagged)['tags']).toEqual({ team: 'render' })
    const changed = bench.call('PATCH', path, { body: { properties: { hyperVGeneration: 'V1' } } })
    expect(refusalOf(changed)).toBe('409 PropertyChangeNotAllowed')
  })

  test.each<[string, JsonObject, JsonObject]>([
    ['caching', {}, { caching: 'ReadOnly' }],
    ['the kind of storage', {}, { storageAccountType: 'Premium_LRS' }],
    ['zone resilience', { storageProfile: { zoneResilient: true } }, {}],
    ['the data disks', { storageProfile: { dataDisks: [] } }, {}],
  ])('%s cannot change', (_, { storageProfile = {} }, osDisk) => {
    const bench = openBench()
    const path = `${bench.compute}/images/new`
    bench.call('PUT', path, { body: imageBody(bench, {}, { caching: 'ReadWrite' }) })
    const body = imageBody(bench, {}, osDisk)
    Object.assign(objectAt(body, 'properties', 'storageProfile'), storageProfile)
    expect(refusalOf(bench.call('PUT', path, { body }))).toBe('409 PropertyChangeNotAllowed')
  })

  test('a PUT again that leaves settings out keeps them, and changes the tags', () => {
    const bench = openBench()
    const path = `${bench.compute}/images/new`
    bench.call('PUT', path, { body: imageBody(bench, {}, { caching: 'ReadWrite' }) })
    bench.clock.advance(5000)
    const body = { ...imageBody(bench), tags: { team: 'render' } }
    expect(bench.call('PUT', path, { body }).status).toBe(200)
    bench.clock.advance(5000)
    const image = bench.call('GET', path)
    expect(textAt(propertiesOf(image), 'storageProfile', 'osDisk', 'caching')).toBe('ReadWrite')
    expect(bodyOf(image)['tags']).toEqual({ team: 'render' })
    expect(bench.call('PUT', path, { body: bodyOf(image) }).status).toBe(200)
  })

  test.each(['images', 'snapshots', 'disks'])('%s have names by the rule of Compute', (type) => {
    const { call, compute } = openBench()
    const put = (name: string): string =>
      refusalOf(
        call('PUT', `${compute}/${type}/${encodeURIComponent(name)}`, { body: { location } }),
      )
    for (const name of ['my image', 'ends-', 'ends.', '_begins', 'a'.repeat(81)]) {
      expect([name, put(name)]).toEqual([name, '400 InvalidParameter'])
      const answer = call('PUT', `${compute}/${type}/${encodeURIComponent(name)}`, {
        body: { location },
      })
      expect(textAt(bodyOf(answer), 'error', 'message')).toContain(
        'according to its validation rule',
      )
    }
  })

  test('an image cannot move, and an id of another type is no source', () => {
    const bench = openBench()
    const path = `${bench.compute}/images/new`
    const disk = { snapshot: { id: `${bench.compute}/disks/render-vm-os` } }
    const wrong = bench.call('PUT', path, { body: imageBody(bench, {}, disk) })
    expect(refusalOf(wrong)).toBe('400 InvalidParameter')
    bench.call('PUT', path, { body: imageBody(bench) })
    const moved = bench.call('PUT', path, { body: { ...imageBody(bench), location: 'eastus' } })
    expect(refusalOf(moved)).toBe('409 InvalidResourceLocation')
  })

  test('what is being deleted takes no write', () => {
    const bench = openBench()
    const path = `${bench.compute}/images/new`
    bench.call('PUT', path, { body: imageBody(bench) })
    bench.clock.advance(10_000)
    bench.call('DELETE', path)
    expect(refusalOf(bench.call('PUT', path, { body: imageBody(bench) }))).toBe('409 Conflict')
    expect(refusalOf(bench.call('PATCH', path, { body: { tags: {} } }))).toBe('409 Conflict')
    bench.clock.advance(10_000)
    expect(bench.call('PUT', path, { body: imageBody(bench) }).status).toBe(201)
  })

  test('deletion takes its time, a second one finds nothing', () => {
    const bench = openBench()
    const path = `${bench.compute}/images/new`
    bench.call('PUT', path, { body: imageBody(bench) })
    bench.clock.advance(10_000)
    expect(bench.call('DELETE', path).status).toBe(202)
    expect(propertiesOf(bench.call('GET', path))['provisioningState']).toBe('Deleting')
    bench.clock.advance(10_000)
    expect(bench.call('GET', path).status).toBe(404)
    expect(bench.call('DELETE', path).status).toBe(204)
    const list = objectsAt(bodyOf(bench.call('GET', `${bench.compute}/images`)), 'value')
    expect(list).toEqual([])
  })
})

describe('Operations', () => {
  test('an image operation runs, then has succeeded, without output', () => {
    const bench = openBench()
    const accepted = bench.call('PUT', `${bench.compute}/images/new`, { body: imageBody(bench) })
    const url = headerOf(accepted, 'azure-asyncoperation')
    expect(url.length).toBeGreaterThan(3000)
    expect(new URL(url).pathname).toMatch(/\/locations\/koreacentral\/operations\/[0-9a-f-]{36}$/)
    expect(headerOf(accepted, 'location')).toBe('')
    expect(bodyOf(bench.call('GET', url))).toEqual({
      startTime: '2026-11-23T12:00:00.000Z',
      status: 'InProgress',
      name: new URL(url).pathname.split('/').at(-1),
    })
    bench.clock.advance(5000)
    const done = bodyOf(bench.call('GET', url))
    expect(done).toMatchObject({ status: 'Succeeded', endTime: '2026-11-23T12:00:05.000Z' })
    expect(done).not.toHaveProperty('properties')
  })

  test('a URL that was rebuilt is refused, an unknown one not found', () => {
    const bench = openBench()
    const accepted = bench.call('PUT', `${bench.compute}/images/new`, { body: imageBody(bench) })
    const url = new URL(headerOf(accepted, 'azure-asyncoperation'))
    url.searchParams.set('s', 'short')
    expect(refusalOf(bench.call('GET', url.href))).toBe('403 AuthorizationFailed')
    const unknown = url.pathname.replace(/[^/]+$/, 'nope')
    expect(refusalOf(bench.call('GET', `${unknown}?api-version=2026-03-01`))).toBe('404 NotFound')
  })

  test('a failed operation says why and leaves the image Failed', () => {
    const operationFails = {
      code: 'InternalExecutionError',
      message: 'try again',
      details: [{ code: 'Inner', message: 'deep' }],
    }
    const bench = openBench({ faults: [{ operationFails }] })
    const path = `${bench.compute}/images/new`
    const accepted = bench.call('PUT', path, { body: imageBody(bench) })
    expect(accepted.status).toBe(201)
    bench.clock.advance(5000)
    const operation = bench.call('GET', headerOf(accepted, 'azure-asyncoperation'))
    expect(bodyOf(operation)).toMatchObject({ status: 'Failed', error: operationFails })
    expect(propertiesOf(bench.call('GET', path))['provisioningState']).toBe('Failed')
  })

  test('the location of a snapshot is 202 until the snapshot is there', () => {
    const { call, compute, clock } = openBench()
    const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 1 }
    const accepted = call('PUT', `${compute}/snapshots/new`, { body: { location, properties } })
    const url = headerOf(accepted, 'location')
    expect(call('GET', url).status).toBe(202)
    clock.advance(3000)
    expect(bodyOf(call('GET', url))['name']).toBe('new')
  })
})
