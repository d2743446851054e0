import { describe, expect, test } from '@jest/globals'
import { awaitImageVersion } from '../../src/apply/steps/await-image-version.js'
import { createImageVersion } from '../../src/apply/steps/create-image-version.js'
import { storageProfileOf } from '../../src/model/version-source.js'
import type { Config } from '../../src/inputs/config.js'
import type { CreateImageVersion } from '../../src/model/step.js'
import { AzureFailure, DeadlinePassed } from '../../src/shared/errors.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { numberAt, objectAt, textAt } from '../../src/simulator/json.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { schemaErrors } from '../simulator/arm-schemas.js'
import {
  jobOf,
  openWorld,
  runInputs,
  runLoaded,
  stepContext,
  type World,
} from '../support/simulated-run.js'
import { withoutLineageTags } from '../support/without-lineage.js'

const groups = `/subscriptions/${defaultSubscriptionId}/resourceGroups`
const compute = `${groups}/rg-images/providers/Microsoft.Compute`
const definitionId = `${compute}/galleries/renderGallery/images/render-node`
const snapshot = `${compute}/snapshots/render-os`
const otherDisk = `${compute}/disks/render-vm-os`
const minuteMs = 60_000

interface Want {
  readonly version?: string
  readonly auto?: boolean
  readonly osId?: string
  readonly regions?: readonly string[]
  readonly waitRegion?: string
  readonly timeoutMs?: number
}

function versionStep(want: Want = {}): CreateImageVersion {
  const { version = '1.0.0', auto = true, osId = snapshot, regions = ['koreacentral'] } = want
  return {
    kind: 'create-image-version',
    title: `create image version ${version}`,
    resource: `${definitionId}/versions/${version}`,
    impact: 'create',
    because: [],
    body: {
      location: 'koreacentral',
      tags: {},
      properties: {
        publishingProfile: { targetRegions: regions.map((name) => ({ name })) },
        storageProfile: storageProfileOf({ kind: 'disks', osId, data: [] }),
      },
    },
    auto,
    waitRegion: want.waitRegion,
    timeoutMs: want.timeoutMs ?? 360 * minuteMs,
  }
}

async function runStep(world: World, step: CreateImageVersion, deadline?: number) {
  const runEnvironment = stepContext(world, deadline)
  const error = await createImageVersion(step, runEnvironment.context).catch((e: unknown) => e)
  return { error, made: runEnvironment.made(), events: runEnvironment.events }
}

function notes(events: Awaited<ReturnType<typeof runStep>>['events']): readonly string[] {
  return events.flatMap((event) => (event.type === 'note' ? [event.say] : []))
}

function progress(events: Awaited<ReturnType<typeof runStep>>['events']): readonly string[] {
  return events.flatMap((event) => (event.type === 'step-progress' ? [event.say] : []))
}

function versionPuts({ simulator }: World): readonly string[] {
  return simulator.transcript
    .writes()
    .map(({ path, status }) => `${path.split('/').at(-1) ?? ''} ${String(status)}`)
}

async function open(scenario: Scenario = {}): Promise<World> {
  return await openWorld({ replicationSecondsPerRegion: 120, ...scenario })
}

const inputs = {
  'subscription-id': defaultSubscriptionId,
  'resource-group': 'rg-images',
  'os-snapshot': 'render-os',
  'gallery-image-definition': definitionId,
  'gallery-source': 'snapshots',
}

describe('two runs at once', () => {
  test('that want the same number for different sources get one each', async () => {
    const world = await open()
    const [one, other] = await Promise.all([
      runStep(world, versionStep()),
      runStep(world, versionStep({ osId: otherDisk })),
    ])
    expect([one.error, other.error]).toEqual([undefined, undefined])
    const ids = [one, other].map(({ made }) => made.galleryImageVersionId?.split('/').at(-1))
    expect(ids.sort()).toEqual(['1.0.0', '1.0.1'])
    expect([...notes(one.events), ...notes(other.events)]).toEqual([
      'another run or config took image version 1.0.0 first; this run made 1.0.1',
    ])
  })

  test('from the same source share one version', async () => {
    const world = await open()
    const [one, other] = await Promise.all([
      runStep(world, versionStep()),
      runStep(world, versionStep()),
    ])
    expect([one.error, other.error]).toEqual([undefined, undefined])
    expect(one.made.imageReferenceId).toBe(`${definitionId}/versions/1.0.0`)
    expect(other.made.imageReferenceId).toBe(one.made.imageReferenceId)
    expect([one.made.changed, other.made.changed].sort()).toEqual([false, true])
  })

  test('one of which is ahead by several numbers: the next free one is taken', async () => {
    const world = await open()
    for (const version of ['1.0.0', '1.0.1', '1.0.2']) {
      await runStep(world, versionStep({ version, osId: otherDisk, auto: false }))
    }
    const { made, error } = await runStep(world, versionStep())
    expect(error).toBeUndefined()
    expect(made.galleryImageVersionId).toBe(`${definitionId}/versions/1.0.3`)
  })

  test('on a service that overlooks If-None-Match: what is there is read back', async () => {
    const world = await open()
    await runStep(world, versionStep({ osId: otherDisk }))
    const { azure } = world
    const careless: World = {
      ...world,
      azure: {
        ...azure,
        createImageVersion: async (id, body, call) =>
          id.endsWith('/1.0.0')
            ? { poll: async () => await Promise.resolve({ done: true }) }
            : await azure.createImageVersion(id, body, call),
      },
    }
    const { made, error } = await runStep(careless, versionStep())
    expect(error).toBeUndefined()
    expect(made.imageReferenceId).toBe(`${definitionId}/versions/1.0.1`)
  })

  test('a number that the user chose is not given up: the error shows both sources', async () => {
    const world = await open()
    await runStep(world, versionStep({ osId: otherDisk }))
    const { error } = await runStep(world, versionStep({ auto: false }))
    expect(error).toBeInstanceOf(AzureFailure)
    const { message } = error as AzureFailure
    expect(message).toContain(otherDisk)
    expect(message).toContain(snapshot)
  })

  test('does not take a version that the plan had passed over for what another run made', async () => {
    const world = await open()
    await runStep(world, versionStep({ version: '1.0.0' }))
    await runStep(world, versionStep({ version: '1.0.1', osId: otherDisk }))
    const { made } = await runStep(world, versionStep({ version: '1.0.1' }))
    expect(made.galleryImageVersionId).toBe(`${definitionId}/versions/1.0.2`)
  })

  test('told by a 409 goes on with the next number as well', async () => {
    const body = {
      error: { code: 'PropertyChangeNotAllowed', message: 'Changing is not allowed.' },
    }
    const world = await open()
    await runStep(world, versionStep({ osId: otherDisk }))
    world.simulator.faults.add({ method: 'PUT', path: '.*/versions/1\\.0\\.0', status: 409, body })
    const { made, error } = await runStep(world, versionStep())
    expect(error).toBeUndefined()
    expect(made.galleryImageVersionId).toBe(`${definitionId}/versions/1.0.1`)
  })

  test('a conflict that is not about the number is told as it is', async () => {
    const body = { error: { code: 'Conflict', message: 'The source image is in use.' } }
    const faults = [{ method: 'PUT', path: '.*/versions/1\\.0\\.0', status: 409, body }]
    const { error } = await runStep(await open({ faults }), versionStep())
    expect(error).toMatchObject({ status: 409, error: { message: 'The source image is in use.' } })
  })
})

describe('replication', () => {
  test('is waited for in the region of the pool only', async () => {
    const replicationSecondsByRegion = { koreacentral: 120, westeurope: 7200 }
    const world = await open({ replicationSecondsByRegion })
    const start = world.clock.now()
    const regions = ['koreacentral', 'westeurope']
    const { error, events } = await runStep(
      world,
      versionStep({ regions, waitRegion: 'koreacentral' }),
    )
    expect(error).toBeUndefined()
    expect(world.clock.now() - start).toBeLessThan(4 * minuteMs)
    expect(progress(events)[0]).toMatch(
      /^Creating: Korea Central Replicating \d+%, West Europe Replicating \d+%$/,
    )
  })

  test('is waited for everywhere without a pool', async () => {
    const replicationSecondsByRegion = { koreacentral: 120, westeurope: 7200 }
    const world = await open({ replicationSecondsByRegion })
    const start = world.clock.now()
    await runStep(world, versionStep({ regions: ['koreacentral', 'westeurope'] }))
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(7_200_000)
  })

  test('that fails elsewhere is a warning', async () => {
    const world = await open({
      replicationSecondsByRegion: { koreacentral: 120, westeurope: 60, eastus: 7200 },
      failingRegions: ['westeurope'],
    })
    const regions = ['koreacentral', 'westeurope', 'eastus']
    const { error, events } = await runStep(
      world,
      versionStep({ regions, waitRegion: 'koreacentral' }),
    )
    expect(error).toBeUndefined()
    expect(notes(events)).toEqual([
      expect.stringMatching(
        /^image version 1\.0\.0 was not replicated to West Europe: .+; koreacentral has its replica$/,
      ),
    ])
  })

  test('that fails in the region of the pool is an error at once, with the words of the region', async () => {
    const world = await open({
      replicationSecondsByRegion: { koreacentral: 60, westeurope: 7200 },
      failingRegions: ['koreacentral'],
    })
    const start = world.clock.now()
    const regions = ['koreacentral', 'westeurope']
    const { error, made } = await runStep(
      world,
      versionStep({ regions, waitRegion: 'koreacentral' }),
    )
    expect(world.clock.now() - start).toBeLessThan(5 * minuteMs)
    expect(error).toMatchObject({
      error: { details: [{ code: 'ReplicationFailed', target: 'Korea Central' }] },
    })
    expect(made.galleryImageVersionId).toBe(`${definitionId}/versions/1.0.0`)
  })

  test('that fails as a whole tells the code of the service and the regions', async () => {
    const world = await open({ failingRegions: ['koreacentral'] })
    const { error } = await runStep(world, versionStep())
    expect(error).toMatchObject({
      operation: 'create image version 1.0.0',
      error: { code: 'ReplicationJobsNotCompleted' },
    })
    const { details } = (error as AzureFailure).error
    expect(details.some(({ target }) => target === 'Korea Central')).toBe(true)
  })

  test('that has failed by the first look tells the code of the service all the same', async () => {
    const world = await open({ replicationSecondsPerRegion: 0, failingRegions: ['koreacentral'] })
    const { error } = await runStep(world, versionStep())
    expect(error).toMatchObject({ error: { code: 'ReplicationJobsNotCompleted' } })
  })

  test('that outlasts the timeout says that another run adopts the version, which it does', async () => {
    const world = await open({ replicationSecondsPerRegion: 3600 })
    const step = versionStep({ waitRegion: 'koreacentral', timeoutMs: 10 * minuteMs })
    const { error } = await runStep(world, step)
    expect(error).toBeInstanceOf(DeadlinePassed)
    expect((error as Error).message).toMatch(
      /^gave up waiting for image version 1\.0\.0 in koreacentral: Creating: .+; .+run again to adopt/,
    )
    const again = await runInputs({ ...inputs, 'replication-timeout': 'PT2H' }, world)
    expect(again.error).toBeUndefined()
    expect(again.plan?.steps.map(({ kind }) => kind)).toEqual(['await-image-version'])
    expect(versionPuts(world)).toEqual(['1.0.0 201'])
  })

  test('is looked at once more before the timeout is called passed', async () => {
    const world = await open({ replicationSecondsPerRegion: 595 })
    const { error } = await runStep(world, versionStep({ timeoutMs: 597_000 }))
    expect(error).toBeUndefined()
  })

  test('leaves the run the time for a last look', async () => {
    const world = await open({ replicationSecondsPerRegion: 600 })
    const { error } = await runStep(world, versionStep(), world.clock.now() + 605_000)
    expect((error as Error).message).toMatch(/run again to adopt the version, or raise timeout$/)
    const again = await open({ replicationSecondsPerRegion: 585 })
    expect((await runStep(again, versionStep(), again.clock.now() + 605_000)).error).toBeUndefined()
  })

  test('goes on being waited for while Azure does not answer', async () => {
    const world = await open()
    let isReadBack = false
    let left = 5
    const flaky: World = {
      ...world,
      azure: {
        ...world.azure,
        imageVersion: async (id, call) => {
          if (!isReadBack || left === 0) {
            isReadBack = true
            return await world.azure.imageVersion(id, call)
          }
          left -= 1
          const error = { code: 'ServiceUnavailable', message: 'busy', details: [] }
          throw new AzureFailure({ operation: 'read', status: 503, error })
        },
      },
    }
    const { error, events } = await runStep(flaky, versionStep())
    expect(error).toBeUndefined()
    expect(progress(events)[0]).toBe('Azure answered 503 ServiceUnavailable, looking again')
    expect(left).toBe(0)
  })

  test('of an adopted version that was deleted meanwhile ends the wait', async () => {
    const world = await open()
    const { context } = stepContext(world)
    const id = `${definitionId}/versions/9.9.9`
    const base = { title: 'wait', impact: 'none', because: [], waitRegion: undefined } as const
    const step = { ...base, kind: 'await-image-version', resource: id, timeoutMs: 1 } as const
    await expect(awaitImageVersion(step, context)).rejects.toMatchObject({
      error: { code: 'NotFound' },
    })
  })
})

describe('a run', () => {
  test('makes 1.0.0, and the next one writes nothing', async () => {
    const world = await open()
    const first = await runInputs(inputs, world)
    expect(first.error).toBeUndefined()
    expect(first.made).toMatchObject({
      changed: true,
      galleryImageVersionId: `${definitionId}/versions/1.0.0`,
    })
    const second = await runInputs(inputs, world)
    expect(second.findings).toEqual([])
    expect(second.plan?.impact).toBe('none')
    expect(second.made).toMatchObject({
      changed: false,
      galleryImageVersionId: `${definitionId}/versions/1.0.0`,
    })
    expect(versionPuts(world)).toEqual(['1.0.0 201'])
  })

  test('by a managed image makes both, and the next one neither', async () => {
    const world = await open()
    const byImage = { ...inputs, 'gallery-source': 'image', 'image-name': 'render-1' }
    const first = await runInputs(byImage, world)
    expect(first.error).toBeUndefined()
    expect(first.made.imageReferenceId).toBe(`${definitionId}/versions/1.0.0`)
    const second = await runInputs(byImage, world)
    expect(second.plan?.impact).toBe('none')
    expect(versionPuts(world)).toEqual(['render-1 201', '1.0.0 201'])
  })

  test('takes the number after a version that failed', async () => {
    const operationFails = { code: 'InternalError', message: 'try again' }
    const faults = [{ method: 'PUT', path: '.*/versions/1\\.0\\.0', operationFails }]
    const world = await open({ faults })
    expect((await runInputs(inputs, world)).error).toMatchObject({
      error: { code: 'InternalError' },
    })
    const second = await runInputs(inputs, world)
    expect(second.error).toBeUndefined()
    expect(second.made.galleryImageVersionId).toBe(`${definitionId}/versions/1.0.1`)
  })

  test('with the number of a failed version says how to go on', async () => {
    const operationFails = { code: 'InternalError', message: 'try again' }
    const faults = [{ method: 'PUT', path: '.*/versions/2\\.0\\.0', operationFails }]
    const world = await open({ faults })
    const named = { ...inputs, 'gallery-image-version': '2.0.0' }
    await runInputs(named, world)
    const { findings } = await runInputs(named, world)
    expect(findings).toMatchObject([
      {
        rule: 'gallery/version-free',
        help: expect.stringContaining(
          'az sig image-version delete -g rg-images -r renderGallery -i render-node -e 2.0.0',
        ),
      },
    ])
  })

  test('makes a new version when the snapshot was made anew under its name', async () => {
    const world = await open()
    await runInputs(inputs, world)
    const stored = world.simulator.store.get(snapshot)
    if (stored === undefined) throw new Error('no such snapshot')
    const timeCreated = new Date(world.clock.now() + minuteMs).toISOString()
    world.simulator.store.put({ ...stored, properties: { ...stored.properties, timeCreated } })
    world.pass(2 * minuteMs)
    await runInputs(inputs, world)
    expect(versionPuts(world)).toEqual(['1.0.0 201', '1.0.1 201'])
  })

  test('creates the definition that is missing, with everything that cannot be changed said', async () => {
    const world = await open()
    const missing = `${compute}/galleries/renderGallery/images/new-node`
    const config: Config = {
      image: { osSnapshot: 'render-os', name: 'render-1', tags: { team: 'render' } },
      gallery: {
        imageDefinition: missing,
        createImageDefinition: true,
        hyperVGeneration: 'V2',
        securityType: 'Standard',
      },
    }
    const job = jobOf(config, {
      subscriptionId: defaultSubscriptionId,
      resourceGroup: 'rg-images',
    })
    const first = await runLoaded(job, world)
    expect(first.error).toBeUndefined()
    expect(first.plan?.steps.map(({ kind }) => kind)).toEqual([
      'create-image',
      'create-image-definition',
      'create-image-version',
    ])
    expect(withoutLineageTags(world.simulator.transcript.writes()[1]?.body)).toEqual({
      location: 'koreacentral',
      tags: {},
      properties: {
        osType: 'Linux',
        osState: 'Generalized',
        hyperVGeneration: 'V2',
        architecture: 'x64',
        features: [{ name: 'SecurityType', value: 'Standard' }],
        identifier: { publisher: 'renderGallery', offer: 'new-node', sku: 'new-node' },
      },
    })
    const resource = {
      ...(world.simulator.transcript.writes()[1]?.body as JsonObject),
      ...{ name: 'new-node', type: 'Microsoft.Compute/galleries/images', apiVersion: '2025-03-03' },
    }
    const errors = schemaErrors('Microsoft.Compute.2025-03-03', 'galleries_images', resource)
    expect(errors ?? []).toEqual([])
    expect((await runLoaded(job, world)).plan?.impact).toBe('none')
  })

  test('sends every setting of the version', async () => {
    const world = await open()
    const everything = {
      ...inputs,
      'data-snapshots': '5=render-data-0\nrender-data-1',
      'target-regions': 'koreacentral=2=Premium_LRS\nEast US=Standard_ZRS',
      'replica-count': '3',
      'exclude-from-latest': 'true',
      'end-of-life-date': '2030-12-31',
      'replication-mode': 'Full',
      tags: 'team=render',
    }
    const { error, findings } = await runInputs(everything, world)
    expect({ error, findings }).toEqual({ error: undefined, findings: [] })
    const [write] = world.simulator.transcript.writes()
    expect(withoutLineageTags(write?.body)).toEqual({
      location: 'koreacentral',
      tags: { team: 'render' },
      properties: {
        publishingProfile: {
          targetRegions: [
            { name: 'koreacentral', regionalReplicaCount: 2, storageAccountType: 'Premium_LRS' },
            { name: 'eastus', storageAccountType: 'Standard_ZRS' },
          ],
          replicaCount: 3,
          excludeFromLatest: true,
          endOfLifeDate: '2030-12-31T12:59:59.000Z',
          replicationMode: 'Full',
        },
        storageProfile: {
          osDiskImage: { source: { id: snapshot } },
          dataDiskImages: [
            { source: { id: `${compute}/snapshots/render-data-0` }, lun: 5 },
            { source: { id: `${compute}/snapshots/render-data-1` }, lun: 0 },
          ],
        },
      },
    })
  })

  test('publishes a copy of another gallery version', async () => {
    const world = await open()
    await runInputs(inputs, world)
    const source = `${definitionId}/versions/1.0.0`
    const copied = await runInputs(
      {
        ...inputs,
        'os-snapshot': '',
        'gallery-source': '',
        'image-id': source,
        'gallery-image-version': '5.0.0',
      },
      world,
    )
    expect(copied.error).toBeUndefined()
    expect(world.simulator.transcript.writes().at(-1)?.body).toMatchObject({
      properties: { storageProfile: { source: { id: source } } },
    })
  })
})

describe('an adopted version', () => {
  const gallery = { imageDefinition: definitionId, source: 'snapshots' } as const
  const makes = (more: NonNullable<Config['gallery']>): Config => ({
    image: { osSnapshot: snapshot },
    gallery: { ...gallery, ...more },
  })
  const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }
  const run = async (world: World, more: NonNullable<Config['gallery']>) =>
    await runLoaded(jobOf(makes(more), settings), world)
  const regionsOf = (world: World): readonly string[] => {
    const stored = world.simulator.store.get(`${definitionId}/versions/1.0.0`)
    const profile = stored?.properties['publishingProfile'] as JsonObject
    const targets = profile['targetRegions'] as readonly JsonObject[]
    return targets.map(
      (target) =>
        `${textAt(target, 'name') ?? ''} ${String(numberAt(target, 'regionalReplicaCount'))}`,
    )
  }

  test('gets the regions and replicas that the config asks for, once', async () => {
    const world = await open()
    await run(world, {})
    const more = { targetRegions: [{ name: 'koreacentral', replicas: 2 }, { name: 'eastus' }] }
    const second = await run(world, more)
    expect(second).toMatchObject({ findings: [], plan: { impact: 'update' } })
    expect(second.error).toBeUndefined()
    expect(second.made.changed).toBe(true)
    expect(regionsOf(world)).toEqual(['Korea Central 2', 'East US 1'])
    const third = await run(world, more)
    expect(third.plan?.impact).toBe('none')
    expect(versionPuts(world)).toEqual(['1.0.0 201', '1.0.0 200'])
    const [put, patch] = world.simulator.transcript.writes()
    expect(patch).toMatchObject({ method: 'PATCH' })
    const resource = {
      ...{ name: '1.0.0', type: 'Microsoft.Compute/galleries/images/versions' },
      ...{ apiVersion: '2025-03-03', location: 'koreacentral' },
      properties: {
        ...objectAt(put?.body, 'properties'),
        ...objectAt(patch?.body, 'properties'),
      },
    }
    const errors = schemaErrors(
      'Microsoft.Compute.2025-03-03',
      'galleries_images_versions',
      resource,
    )
    expect(errors ?? []).toEqual([])
  })

  test('loses a region, and is hidden, where it is ours and no pool is made of it', async () => {
    const world = await open()
    await run(world, { targetRegions: [{ name: 'koreacentral' }, { name: 'eastus' }] })
    const less = { targetRegions: [{ name: 'koreacentral' }], excludeFromLatest: true }
    const second = await run(world, less)
    expect(second).toMatchObject({ findings: [], plan: { impact: 'update' } })
    expect(regionsOf(world)).toEqual(['Korea Central 1'])
    expect((await run(world, less)).plan?.impact).toBe('none')
  })

  test('of which another pool is made keeps all that it has', async () => {
    const world = await open()
    await run(world, {})
    const id = `${groups}/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch/pools/other`
    const imageReference = { id: `${definitionId}/versions/1.0.0` }
    world.simulator.store.put({
      ...{ id, name: 'other', type: 'Microsoft.Batch/batchAccounts/pools' },
      properties: {
        ...{ vmSize: 'STANDARD_D2S_V5', interNodeCommunication: 'Disabled' },
        deploymentConfiguration: {
          virtualMachineConfiguration: {
            imageReference,
            nodeAgentSkuId: 'batch.node.ubuntu 24.04',
          },
        },
        scaleSettings: { fixedScale: { targetDedicatedNodes: 0 } },
        taskSchedulingPolicy: { nodeFillType: 'Spread' },
      },
    })
    const { findings, plan } = await run(world, { excludeFromLatest: true })
    expect(plan?.impact).toBe('none')
    expect(findings).toMatchObject([
      {
        rule: 'gallery/adopted-version-covers',
        message: expect.stringContaining('pool other of Batch account renderbatch uses it'),
      },
    ])
  })

  test('that somebody else is changing is changed after that', async () => {
    const faults = [
      {
        ...{ method: 'PATCH', path: '.*/versions/1\\.0\\.0', times: 1 },
        ...{ status: 409, code: 'Conflict', message: 'another operation is in progress' },
      },
    ]
    const world = await open({ faults })
    await run(world, {})
    const second = await run(world, { replicaCount: 2 })
    expect(second.error).toBeUndefined()
    expect(regionsOf(world)).toEqual(['Korea Central 2'])
  })
})

test('the replicas of a region are under the keys that the config names', async () => {
  const encryptionSet = {
    id: `${compute}/diskEncryptionSets/keys`,
    ...{ name: 'keys', type: 'Microsoft.Compute/diskEncryptionSets', location: 'koreacentral' },
    properties: {},
  }
  const world = await open({
    resources: [...defaultResources(defaultSubscriptionId), encryptionSet],
  })
  const config = (name: string): Config => ({
    image: { osSnapshot: snapshot },
    gallery: {
      imageDefinition: definitionId,
      source: 'snapshots',
      targetRegions: [{ name, encryption: { osDisk: encryptionSet.id } }, { name: 'koreacentral' }],
    },
  })
  const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }
  const far = await runLoaded(jobOf(config('eastus'), settings), world)
  expect(far.findings).toMatchObject([
    { rule: 'gallery/encryption-in-every-region' },
    { rule: 'gallery/encryption-sets-fit', severity: 'error' },
  ])
  const one = config('koreacentral')
  const near = {
    ...one,
    gallery: { ...one.gallery, targetRegions: one.gallery?.targetRegions?.slice(0, 1) ?? [] },
  }
  const made = await runLoaded(jobOf(near, settings), world)
  expect(made.findings).toEqual([])
  expect(made.error).toBeUndefined()
  expect(world.simulator.transcript.writes().at(-1)?.body).toMatchObject({
    properties: {
      publishingProfile: {
        targetRegions: [{ encryption: { osDiskImage: { diskEncryptionSetId: encryptionSet.id } } }],
      },
    },
  })
})

describe('an image definition and the image', () => {
  const missing = `${compute}/galleries/renderGallery/images/new-node`
  const both: Config = {
    image: { osSnapshot: 'render-os', name: 'render-1' },
    gallery: {
      ...{ imageDefinition: missing, createImageDefinition: true, hyperVGeneration: 'V2' },
      securityType: 'Standard',
    },
  }

  async function make(scenario: Scenario) {
    const world = await open({ imageSeconds: 60, ...scenario })
    const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }
    const { error, events } = await runLoaded(jobOf(both, settings), world)
    const writes = world.simulator.transcript.writes().map(({ path }) => path.split('/').at(-2))
    const course = events.flatMap((event) =>
      event.type === 'step-started' || event.type === 'step-ended'
        ? [`${event.step.kind} ${event.type === 'step-ended' ? event.how : 'started'}`]
        : [],
    )
    return { world, error, writes, course }
  }

  test('are made at one time, once Azure has accepted the image', async () => {
    const { error, writes, course } = await make({})
    expect(error).toBeUndefined()
    expect(writes).toEqual(['images', 'images', 'versions'])
    expect(course).toEqual([
      ...['create-image started', 'create-image-definition started'],
      ...['create-image-definition done', 'create-image done'],
      ...['create-image-version started', 'create-image-version done'],
    ])
  })

  test('are not where Azure refuses the image: no definition is left behind', async () => {
    const { writes, course, world } = await make({
      faults: [{ on: 'PUT .*/images/render-1$', status: 400 }],
    })
    expect(writes).toEqual(['images'])
    expect(course).toEqual(['create-image started', 'create-image failed'])
    expect(world.simulator.store.get(missing)).toBeUndefined()
  })

  test.each([
    ['image', 'PUT .*/images/render-1$', 'create-image'],
    ['definition', 'PUT .*/images/new-node$', 'create-image-definition'],
  ])('end both before the run does, when the %s fails', async (_, on, kind) => {
    const operationFails = { code: 'InternalServerError', message: 'try again' }
    const { error, writes, course } = await make({ faults: [{ on, operationFails }] })
    expect(error).toMatchObject({ error: operationFails })
    expect(writes).toEqual(['images', 'images'])
    expect(course.filter((line) => line.endsWith('started'))).toHaveLength(2)
    const ends = course.filter((line) => !line.endsWith('started'))
    expect(ends).toHaveLength(2)
    expect(ends).toContain(`${kind} failed`)
  })
})
