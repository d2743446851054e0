import { describe, expect, test } from '@jest/globals'
import { isReplicatedIn } from '../../src/simulator/resources/replication.js'
import { objectsAt, textAt, valueAt, without } from '../../src/simulator/json.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { bodyOf, headerOf, openBench, propertiesOf, refusalOf, type Bench } from './calls.js'

const location = 'koreacentral'
const definition = {
  osType: 'Linux',
  osState: 'Generalized',
  hyperVGeneration: 'V2',
  identifier: { publisher: 'p', offer: 'o', sku: 's' },
}

describe('Galleries and definitions', () => {
  test('a gallery is made, and deleted only when empty', () => {
    const { call, compute, clock } = openBench()
    const path = `${compute}/galleries/new.gallery`
    expect(call('PUT', path, { body: { location } }).status).toBe(201)
    const body = { location, properties: definition }
    expect(call('PUT', `${path}/images/node`, { body }).status).toBe(201)
    clock.advance(10_000)
    expect(propertiesOf(call('GET', path))['provisioningState']).toBe('Succeeded')
    expect(refusalOf(call('DELETE', path))).toBe('409 CannotDeleteResource')
    expect(call('DELETE', `${path}/images/node`).status).toBe(202)
    clock.advance(10_000)
    expect(call('DELETE', path).status).toBe(202)
  })

  test.each(['with-dash', '_a', 'a.'])('gallery name %s is refused', (name) => {
    const { call, compute } = openBench()
    const answer = call('PUT', `${compute}/galleries/${name}`, { body: { location } })
    expect(refusalOf(answer)).toBe('400 InvalidParameter')
  })

  test.each<[string, JsonObject]>([
    ['2024-03-03', { hyperVGeneration: 'V1' }],
    [
      '2025-03-03',
      {
        hyperVGeneration: 'V2',
        features: [{ name: 'SecurityType', value: 'TrustedLaunchSupported' }],
      },
    ],
  ])('version %s has its own defaults', (version, defaults) => {
    const { call, compute } = openBench()
    const properties = without(definition, 'hyperVGeneration')
    const path = `${compute}/galleries/renderGallery/images/new`
    const answer = call('PUT', path, { version, body: { location, properties } })
    expect(propertiesOf(answer)).toMatchObject({ ...defaults, architecture: 'x64' })
  })

  test.each(['osType', 'osState', 'identifier'])('a definition without %s is refused', (name) => {
    const { call, compute } = openBench()
    const properties: JsonObject = { ...definition, [name]: null }
    const path = `${compute}/galleries/renderGallery/images/new`
    expect(refusalOf(call('PUT', path, { body: { location, properties } }))).toBe(
      '400 InvalidParameter',
    )
  })

  test('the identifier is unique in the gallery', () => {
    const { call, compute } = openBench()
    const body = { location, properties: definition }
    const path = `${compute}/galleries/renderGallery/images`
    expect(call('PUT', `${path}/one`, { body }).status).toBe(201)
    expect(refusalOf(call('PUT', `${path}/two`, { body }))).toBe('400 InvalidParameter')
    expect(call('PUT', `${path}/one`, { body }).status).toBe(200)
  })

  test.each<[string, JsonObject]>([
    ['generation', { hyperVGeneration: 'V1' }],
    ['OS', { osType: 'Windows' }],
    ['state', { osState: 'Specialized' }],
    ['identifier', { identifier: { publisher: 'p', offer: 'o', sku: 'other' } }],
  ])('the %s of a definition cannot change', (_, change) => {
    const { call, compute } = openBench()
    const path = `${compute}/galleries/renderGallery/images/new`
    call('PUT', path, { body: { location, properties: definition } })
    const properties = { ...definition, ...change }
    expect(refusalOf(call('PUT', path, { body: { location, properties } }))).toBe(
      '409 PropertyChangeNotAllowed',
    )
    expect(refusalOf(call('PATCH', path, { body: { properties: change } }))).toBe(
      '409 PropertyChangeNotAllowed',
    )
  })
})

interface VersionBench extends Bench {
  readonly path: string
  put(change: {
    name?: string
    storage?: JsonObject
    publishing?: JsonObject
    location?: string
  }): ReturnType<Bench['call']>
}

/** With a managed image `made` of generation V2, ready; `put` makes a version of `render-node` from it. */
function openVersions(scenario: Scenario = {}): VersionBench {
  const bench = openBench(scenario)
  const { call, compute, clock } = bench
  const image = {
    hyperVGeneration: 'V2',
    storageProfile: {
      osDisk: {
        osType: 'Linux',
        osState: 'Generalized',
        snapshot: { id: `${compute}/snapshots/render-os` },
      },
      dataDisks: [],
    },
  }
  call('PUT', `${compute}/images/made`, { body: { location, properties: image } })
  clock.advance(10_000)
  const path = `${compute}/galleries/renderGallery/images/render-node/versions`
  return {
    ...bench,
    path,
    put({ name = '1.0.0', storage, publishing = {}, location: region = location }) {
      const storageProfile = storage ?? { source: { id: `${compute}/images/made` } }
      const properties = { storageProfile, publishingProfile: publishing }
      return call('PUT', `${path}/${name}`, { body: { location: region, properties } })
    },
  }
}

const twoRegions = {
  targetRegions: [{ name: 'koreacentral', regionalReplicaCount: 2 }, { name: 'West Europe' }],
}

describe('Image versions', () => {
  test('the service fills in counts, storage type and display names', () => {
    const answer = openVersions().put({
      publishing: { ...twoRegions, endOfLifeDate: '2030-12-31T12:59:59.000Z' },
    })
    expect(answer.status).toBe(201)
    expect(propertiesOf(answer)).toMatchObject({
      provisioningState: 'Creating',
      publishingProfile: {
        replicaCount: 1,
        excludeFromLatest: false,
        storageAccountType: 'Standard_LRS',
        endOfLifeDate: '2030-12-31T12:59:59+00:00',
        targetRegions: [
          { name: 'Korea Central', regionalReplicaCount: 2 },
          { name: 'West Europe', regionalReplicaCount: 1, storageAccountType: 'Standard_LRS' },
        ],
      },
    })
  })

  test('without target regions the own region is one', () => {
    const regions = objectsAt(
      propertiesOf(openVersions().put({})),
      'publishingProfile',
      'targetRegions',
    )
    expect(regions.map(({ name }) => name)).toEqual(['Korea Central'])
  })

  test('regions replicate each at its pace; the version is done with the last', () => {
    const bench = openVersions({
      replicationSecondsByRegion: { koreacentral: 60, westeurope: 600 },
    })
    const accepted = bench.put({ publishing: twoRegions })
    const path = `${bench.path}/1.0.0`
    const look = () => propertiesOf(bench.call('GET', `${path}?$expand=ReplicationStatus`))
    const states = () =>
      objectsAt(look(), 'replicationStatus', 'summary').map(({ state, progress }) => [
        state,
        progress,
      ])
    bench.clock.advance(30_000)
    expect(states()).toEqual([
      ['Replicating', 50],
      ['Replicating', 5],
    ])
    bench.clock.advance(30_000)
    expect(states()).toEqual([
      ['Completed', 100],
      ['Replicating', 10],
    ])
    expect(look()).toMatchObject({
      provisioningState: 'Creating',
      replicationStatus: { aggregatedState: 'InProgress' },
    })
    const stored = bench.simulator.store.get(path)
    const usable = (region: string) =>
      stored !== undefined && isReplicatedIn(stored, region, bench.clock.now())
    expect([usable('koreacentral'), usable('West Europe'), usable('eastus')]).toEqual([
      true,
      false,
      false,
    ])
    bench.clock.advance(600_000)
    expect(look()).toMatchObject({
      provisioningState: 'Succeeded',
      replicationStatus: { aggregatedState: 'Completed' },
    })
    const operation = bodyOf(bench.call('GET', headerOf(accepted, 'azure-asyncoperation')))
    expect(operation['status']).toBe('Succeeded')
  })

  test('without $expand there is no replication status', () => {
    const bench = openVersions()
    bench.put({})
    expect(propertiesOf(bench.call('GET', `${bench.path}/1.0.0`))).not.toHaveProperty(
      'replicationStatus',
    )
  })

  test('a region that fails makes the version and its operation fail, the others complete', () => {
    const bench = openVersions({ failingRegions: ['West Europe'] })
    const accepted = bench.put({ publishing: twoRegions })
    bench.clock.advance(600_000)
    const properties = propertiesOf(
      bench.call('GET', `${bench.path}/1.0.0?$expand=ReplicationStatus`),
    )
    expect(properties['provisioningState']).toBe('Failed')
    expect(textAt(properties, 'replicationStatus', 'aggregatedState')).toBe('Failed')
    expect(objectsAt(properties, 'replicationStatus', 'summary').map(({ state }) => state)).toEqual(
      ['Completed', 'Failed'],
    )
    const operation = bodyOf(bench.call('GET', headerOf(accepted, 'azure-asyncoperation')))
    expect(operation).toMatchObject({
      status: 'Failed',
      error: { code: 'ReplicationJobsNotCompleted' },
    })
  })

  test('a region that is added later replicates, the first stays complete', () => {
    const bench = openVersions()
    bench.put({})
    bench.clock.advance(300_000)
    expect(bench.put({ publishing: twoRegions }).status).toBe(200)
    const properties = propertiesOf(
      bench.call('GET', `${bench.path}/1.0.0?$expand=ReplicationStatus`),
    )
    expect(properties['provisioningState']).toBe('Updating')
    expect(objectsAt(properties, 'replicationStatus', 'summary').map(({ state }) => state)).toEqual(
      ['Completed', 'Replicating'],
    )
  })

  test.each(['1.0', '1.0.0.0', 'v1.0.0', '1.0.2147483648', 'latest'])(
    'name %s is refused',
    (name) => {
      expect(refusalOf(openVersions().put({ name }))).toBe('400 InvalidParameter')
    },
  )

  test.each<[string, JsonObject[], string]>([
    ['no home region', [{ name: 'eastus' }], 'must contain the location of image version'],
    [
      'a region twice',
      [{ name: 'koreacentral' }, { name: 'Korea Central' }],
      'Duplicate regions are not allowed in target publishing regions.',
    ],
    ['no replicas', [{ name: location, regionalReplicaCount: 0 }], 'between 1'],
    ['101 replicas', [{ name: location, regionalReplicaCount: 101 }], 'and 100'],
    ['a storage type', [{ name: location, storageAccountType: 'Fast' }], "'Fast'"],
  ])('target regions with %s are refused', (_, targetRegions, words) => {
    const answer = openVersions().put({ publishing: { targetRegions } })
    expect(refusalOf(answer)).toBe('400 InvalidParameter')
    expect(textAt(bodyOf(answer), 'error', 'message')).toContain(words)
  })

  const disks = (compute: string, ...names: string[]): JsonObject => ({
    osDiskImage: { source: { id: `${compute}/snapshots/${names[0] ?? ''}` } },
    dataDiskImages: names.slice(1).map((name, lun) => ({
      lun,
      source: { id: `${compute}/snapshots/${name}` },
    })),
  })

  test('straight from snapshots', () => {
    const bench = openVersions()
    const storage = disks(bench.compute, 'render-os', 'render-data-0', 'render-data-1')
    expect(bench.put({ storage }).status).toBe(201)
  })

  const refusedSources: readonly [string, (compute: string) => JsonObject, string][] = [
    ['none', () => ({}), '400 InvalidParameter'],
    [
      'an image and a snapshot',
      (compute) => ({ ...disks(compute, 'render-os'), source: { id: `${compute}/images/made` } }),
      '400 InvalidParameter',
    ],
    ['a missing image', (compute) => ({ source: { id: `${compute}/images/no` } }), '404 NotFound'],
    ['a missing snapshot', (compute) => disks(compute, 'no'), '404 NotFound'],
    [
      'the same snapshot twice',
      (compute) => disks(compute, 'render-os', 'render-os'),
      '400 InvalidParameter',
    ],
    ['another generation', (compute) => disks(compute, 'render-os-gen1'), '409 Conflict'],
    ['another OS', (compute) => disks(compute, 'render-os-windows'), '409 Conflict'],
    [
      'another region',
      (compute) => disks(compute.replace('rg-images', 'rg-europe'), 'europe-os'),
      '400 InvalidParameter',
    ],
  ]
  test.each(refusedSources)('sources: %s is refused', (_, storage, refusal) => {
    const bench = openVersions()
    expect(refusalOf(bench.put({ storage: storage(bench.compute) }))).toBe(refusal)
    expect(bench.call('GET', `${bench.path}/1.0.0`).status).toBe(404)
  })

  test('LUNs are unique', () => {
    const bench = openVersions()
    const storage = disks(bench.compute, 'render-os', 'render-data-0', 'render-data-1')
    for (const disk of objectsAt(storage, 'dataDiskImages')) disk['lun'] = 0
    expect(refusalOf(bench.put({ storage }))).toBe('400 InvalidParameter')
  })

  test('a TrustedLaunchSupported definition takes an image, not a snapshot', () => {
    const bench = openVersions()
    const path = bench.path.replace('render-node', 'render-node-trusted')
    const put = (storageProfile: JsonObject) =>
      bench.call('PUT', `${path}/1.0.0`, { body: { location, properties: { storageProfile } } })
    expect(refusalOf(put(disks(bench.compute, 'render-os')))).toBe('400 InvalidParameter')
    expect(put({ source: { id: `${bench.compute}/images/made` } }).status).toBe(201)
  })

  test('a snapshot must be writable', () => {
    const bench = openVersions({ denied: ['Microsoft.Compute/snapshots/write'] })
    const storage = disks(bench.compute, 'render-os')
    expect(refusalOf(bench.put({ storage }))).toBe('403 LinkedAuthorizationFailed')
  })

  test('the source image is locked until the version is complete', () => {
    const bench = openVersions()
    bench.put({})
    expect(refusalOf(bench.put({ name: '1.0.1' }))).toBe('409 Conflict')
    expect(refusalOf(bench.call('DELETE', `${bench.compute}/images/made`))).toBe('409 Conflict')
    bench.clock.advance(300_000)
    expect(bench.put({ name: '1.0.1' }).status).toBe(201)
  })

  test('the source cannot change, an existing name is not taken twice', () => {
    const bench = openVersions()
    bench.put({})
    const storage = disks(bench.compute, 'render-os')
    const changed = bench.put({ storage })
    expect(refusalOf(changed)).toBe('409 PropertyChangeNotAllowed')
    const headers = { 'if-none-match': '*' }
    const properties = { storageProfile: storage }
    const body = { location, properties }
    expect(refusalOf(bench.call('PUT', `${bench.path}/1.0.0`, { headers, body }))).toBe(
      '412 PreconditionFailed',
    )
  })

  test('a PUT of what exists may leave the sources out, as `az sig image-version update` does', () => {
    const bench = openVersions()
    bench.put({ storage: disks(bench.compute, 'render-os', 'render-data-0') })
    bench.clock.advance(600_000)
    const made = propertiesOf(bench.call('GET', `${bench.path}/1.0.0`))
    const publishingProfile = { targetRegions: [{ name: location, regionalReplicaCount: 3 }] }
    const storageProfile = { osDiskImage: {}, dataDiskImages: [{ lun: 0 }] }
    const body = { location, properties: { publishingProfile, storageProfile } }
    expect(bench.call('PUT', `${bench.path}/1.0.0`, { body }).status).toBe(200)
    const changed = propertiesOf(bench.call('GET', `${bench.path}/1.0.0`))
    expect(changed['storageProfile']).toEqual(made['storageProfile'])
    expect(valueAt(changed, 'publishingProfile', 'targetRegions', 0)).toMatchObject({
      regionalReplicaCount: 3,
    })
  })

  test.each<[string, JsonObject]>([
    ['a data disk', { storageProfile: { dataDiskImages: [{ lun: 1 }] } }],
    ['the replication mode', { publishingProfile: { replicationMode: 'Shallow' } }],
  ])('%s cannot change, by PUT or PATCH', (_, properties) => {
    const bench = openVersions()
    bench.put({ storage: disks(bench.compute, 'render-os', 'render-data-0') })
    const path = `${bench.path}/1.0.0`
    for (const method of ['PUT', 'PATCH']) {
      expect(refusalOf(bench.call(method, path, { body: { location, properties } }))).toBe(
        '409 PropertyChangeNotAllowed',
      )
    }
  })

  test('a PATCH shows regions and dates as a PUT does, and changes what protects the version', () => {
    const bench = openVersions()
    bench.put({})
    bench.clock.advance(600_000)
    const publishingProfile = {
      targetRegions: [{ name: location }, { name: 'westeurope' }],
      endOfLifeDate: '2030-12-31T00:00:00Z',
    }
    const safetyProfile = { blockDeletionBeforeEndOfLife: true }
    const body = { properties: { publishingProfile, safetyProfile } }
    const patched = bench.call('PATCH', `${bench.path}/1.0.0`, { body })
    expect(propertiesOf(patched)['publishingProfile']).toMatchObject({
      targetRegions: [
        { name: 'Korea Central', regionalReplicaCount: 1 },
        { name: 'West Europe', storageAccountType: 'Standard_LRS' },
      ],
      endOfLifeDate: '2030-12-31T00:00:00+00:00',
    })
    expect(refusalOf(bench.call('DELETE', `${bench.path}/1.0.0`))).toBe(
      '409 DeleteGalleryImageVersionBlockedBeforeEndOfLife',
    )
  })

  test('a missing definition is a missing parent', () => {
    const bench = openVersions()
    const path = bench.path.replace('render-node', 'nope')
    const body = { location, properties: {} }
    expect(refusalOf(bench.call('PUT', `${path}/1.0.0`, { body }))).toBe(
      '404 ParentResourceNotFound',
    )
    expect(bench.call('GET', path).status).toBe(404)
  })

  test('deletion is refused before the end of life, where that is asked for', () => {
    const bench = openVersions()
    const body = {
      location,
      properties: {
        storageProfile: { source: { id: `${bench.compute}/images/made` } },
        safetyProfile: { blockDeletionBeforeEndOfLife: true },
        publishingProfile: { endOfLifeDate: '2026-11-24T00:00:00Z' },
      },
    }
    bench.call('PUT', `${bench.path}/1.0.0`, { body })
    expect(refusalOf(bench.call('DELETE', `${bench.path}/1.0.0`))).toBe(
      '409 DeleteGalleryImageVersionBlockedBeforeEndOfLife',
    )
    bench.clock.advance(86_400_000)
    expect(bench.call('DELETE', `${bench.path}/1.0.0`).status).toBe(202)
    bench.clock.advance(60_000)
    expect(bench.call('GET', `${bench.path}/1.0.0`).status).toBe(404)
  })

  test('a version of the world is complete in all of its regions', () => {
    const bench = openVersions()
    const id = `${bench.path}/0.9.0`
    const targetRegions = [{ name: 'West Europe' }]
    const publishedDate = '2026-11-01T09:00:00.0000000+00:00'
    const properties = {
      publishingProfile: { targetRegions, publishedDate },
      storageProfile: {},
      provisioningState: 'Succeeded',
    }
    bench.simulator.store.put({
      id,
      name: '0.9.0',
      type: 'Microsoft.Compute/galleries/images/versions',
      location,
      properties,
    })
    const answer = bench.call('GET', `${id}?$expand=ReplicationStatus`)
    expect(valueAt(propertiesOf(answer), 'replicationStatus', 'summary', 0)).toMatchObject({
      region: 'West Europe',
      state: 'Completed',
    })
  })
})
