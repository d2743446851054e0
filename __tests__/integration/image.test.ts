import { describe, expect, test } from '@jest/globals'
import { createImage } from '../../src/apply/steps/create-image.js'
import { awaitImage } from '../../src/apply/steps/await-image.js'
import { cacheReads } from '../../src/observe/cached-reads.js'
import type { CreateImage } from '../../src/model/step.js'
import { imageId } from '../../src/shared/arm-id.js'
import { AzureFailure, Cancelled, DeadlinePassed, UserError } from '../../src/shared/errors.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import {
  jobOf,
  openWorld,
  runInputs,
  runLoaded,
  stepContext,
  type World,
} from '../support/simulated-run.js'

const subscriptionId = '11111111-1111-1111-1111-111111111111'
const scope = { subscriptionId, resourceGroup: 'rg' }
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg`
const compute = `${group}/providers/Microsoft.Compute`
const target = imageId(scope, 'render')
const location = 'westeurope'

function disk(type: 'snapshots' | 'disks', name: string, properties: JsonObject): JsonObject {
  return {
    id: `${compute}/${type}/${name}`,
    ...{ name, type: `Microsoft.Compute/${type}`, location, tags: {} },
    properties: {
      ...{ diskSizeGB: 30, provisioningState: 'Succeeded', creationData: { createOption: 'Copy' } },
      ...properties,
    },
  }
}

const linux = { osType: 'Linux', hyperVGeneration: 'V2' }
const resources: readonly JsonObject[] = [
  {
    ...{ id: group, name: 'rg', type: 'Microsoft.Resources/resourceGroups', location, tags: {} },
    properties: { provisioningState: 'Succeeded' },
  },
  disk('snapshots', 'os', linux),
  disk('snapshots', 'data-0', {}),
  disk('snapshots', 'data-1', {}),
  disk('disks', 'os-disk', linux),
  disk('disks', 'vm-os', linux),
  {
    id: `${compute}/virtualMachines/vm`,
    ...{ name: 'vm', type: 'Microsoft.Compute/virtualMachines', location, tags: {} },
    properties: {
      provisioningState: 'Succeeded',
      storageProfile: {
        osDisk: {
          ...{ osType: 'Linux', caching: 'ReadWrite', createOption: 'FromImage' },
          managedDisk: { id: `${compute}/disks/vm-os`, storageAccountType: 'Premium_LRS' },
        },
        dataDisks: [],
      },
    },
  },
]

const common = {
  'subscription-id': subscriptionId,
  'resource-group': 'rg',
  'image-name': 'render',
}
const jobSettings = { subscriptionId, resourceGroup: 'rg' }
const fromSnapshots = {
  ...common,
  'os-snapshot': 'os',
  'data-snapshots': '3=data-0\ndata-1',
  tags: 'team=render',
}

async function world(more: Scenario = {}): Promise<World> {
  const subscriptions = [{ id: `/subscriptions/${subscriptionId}`, subscriptionId }]
  return await openWorld({ subscriptions, resources, ...more })
}

/** The step that a first look plans. */
async function plannedStep(at: World): Promise<CreateImage> {
  const { plan } = await runInputs({ ...fromSnapshots }, { ...at, azure: readOnly(at) })
  const step = plan?.steps[0]
  if (step?.kind !== 'create-image') throw new Error('an image was to be created')
  return step
}

/** Writes fail, so that a run ends with its plan. */
function readOnly({ azure }: World): World['azure'] {
  return { ...azure, createImage: async () => await Promise.reject(new Error('read only')) }
}

describe('an image from the first look to the end of its creation', () => {
  test.each([
    ['snapshots with LUNs', fromSnapshots],
    ['a snapshot with settings', { ...common, source: 'os', 'os-disk-caching': 'ReadWrite' }],
    ['a premium disk', { ...common, source: 'os-disk', 'storage-sku': 'Premium_LRS' }],
    ['a disk', { ...common, source: `${compute}/disks/os-disk`, 'zone-resilient': 'true' }],
    ['a VM', { ...common, source: 'vm' }],
    [
      'a VHD',
      {
        ...common,
        source: 'https://account.blob.core.windows.net/vhds/os.vhd?sv=1&sig=abc',
        'os-type': 'Linux',
      },
    ],
  ])('%s: made once, and a second run writes nothing', async (_what, inputs) => {
    const at = await world()
    const first = await runInputs(inputs, at)
    expect(first.error).toBeUndefined()
    expect(first.made).toMatchObject({ changed: true, imageId: target })
    expect(at.simulator.transcript.writes()).toHaveLength(1)

    const second = await runInputs(inputs, at)
    expect(second.error).toBeUndefined()
    expect(second.plan?.steps).toMatchObject([{ kind: 'reuse', resource: target }])
    expect(second.made.changed).toBe(false)
    expect(at.simulator.transcript.writes()).toHaveLength(1)
  })

  test('snapshots get the LUNs that were asked for, the others the free ones', async () => {
    const at = await world()
    await runInputs(fromSnapshots, at)
    expect(at.simulator.transcript.writes()[0]?.body).toMatchObject({
      tags: { team: 'render' },
      properties: {
        hyperVGeneration: 'V2',
        storageProfile: {
          dataDisks: [
            { lun: 3, snapshot: { id: `${compute}/snapshots/data-0` } },
            { lun: 0, snapshot: { id: `${compute}/snapshots/data-1` } },
          ],
        },
      },
    })
  })

  test("a VM's generation is read from its OS disk", async () => {
    const at = await world()
    await runInputs({ ...common, source: 'vm' }, at)
    expect(at.simulator.transcript.writes()[0]?.body).toMatchObject({
      properties: { hyperVGeneration: 'V2' },
    })
  })

  test('a run that was cut off is taken up where Azure is', async () => {
    const at = await world({ imageSeconds: 30 })
    const step = await plannedStep(at)
    await at.azure.createImage(step.resource, step.body, { signal: new AbortController().signal })

    const next = await runInputs(fromSnapshots, at)
    expect(next.error).toBeUndefined()
    expect(next.plan?.steps).toMatchObject([{ kind: 'await-image' }])
    expect(next.made).toMatchObject({ changed: false, imageId: target })
    expect(next.events.some(({ type }) => type === 'step-progress')).toBe(true)
    expect(at.simulator.transcript.writes()).toHaveLength(1)
  })

  test('the same image that another run makes meanwhile is used', async () => {
    const at = await world()
    const step = await plannedStep(at)
    await runInputs(fromSnapshots, at)
    const { context, made } = stepContext(at)
    await createImage(step, context)
    expect(made()).toMatchObject({ changed: false, imageId: target })
    expect(at.simulator.transcript.writes()).toHaveLength(1)
  })

  test('another image that somebody makes meanwhile is not overwritten', async () => {
    const at = await world()
    const step = await plannedStep(at)
    await runInputs({ ...common, source: 'os-disk' }, at)
    const { context } = stepContext(at)
    await expect(createImage(step, context)).rejects.toThrow(UserError)
    expect(at.simulator.transcript.writes()).toHaveLength(1)
  })

  test('an operation that fails ends with what Azure says of it', async () => {
    const failure = { code: 'SnapshotNotReady', message: 'the snapshot is not ready' }
    const at = await world({ faults: [{ operationFails: failure }] })
    const { error, made } = await runInputs(fromSnapshots, at)
    expect(error).toBeInstanceOf(AzureFailure)
    expect(error).toMatchObject({ error: failure })
    expect(made).toMatchObject({ changed: true, imageId: target })
  })

  test.each([
    ['that comes to be tells so itself', [], []],
    [
      'that fails has its operation asked why',
      [{ operationFails: { code: 'X', message: 'x' } }],
      ['/operations/'],
    ],
  ])('an image %s', async (_what, faults, asked) => {
    const at = await world({ faults })
    await runInputs(fromSnapshots, at)
    const { entries } = at.simulator.transcript
    const later = entries.slice(entries.findIndex(({ method }) => method === 'PUT') + 1)
    expect(later.filter(({ path }) => path === target).length).toBeGreaterThan(0)
    const kinds = later.flatMap(({ path }) => /\/operations\//.exec(path)?.[0] ?? [])
    expect([...new Set(kinds)]).toEqual(asked)
  })

  test('an image that never gets done ends at the deadline with what was last seen', async () => {
    const at = await world({ imageSeconds: 86_400 })
    const step = await plannedStep(at)
    const { context, made } = stepContext(at, at.clock.now() + 60_000)
    await expect(createImage(step, context)).rejects.toThrow(DeadlinePassed)
    expect(made().imageId).toBe(target)
  })

  test('cancelled while it waits, it stops at once with the reason', async () => {
    const at = await world({ imageSeconds: 86_400 })
    const step = await plannedStep(at)
    const controller = new AbortController()
    const { context } = stepContext(at)
    const reason = new Cancelled('SIGINT')
    await expect(
      createImage(step, {
        ...context,
        signal: controller.signal,
        emit: () => {
          controller.abort(reason)
        },
      }),
    ).rejects.toBe(reason)
  })

  test('an image that is deleted while it is waited for ends the wait', async () => {
    const at = await world()
    const { context } = stepContext(at)
    const step = { kind: 'await-image', title: '', resource: target } as const
    await expect(awaitImage({ ...step, impact: 'none', because: [] }, context)).rejects.toThrow(
      'deleted',
    )
  })
})

describe('looking', () => {
  test('a refusal to read the VM of that name ends the search, as in az', async () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } }
    const at = await world({ faults: [{ path: '.*/virtualMachines/os', status: 403, body }] })
    const { findings } = await runInputs({ ...common, source: 'os' }, at)
    expect(findings).toMatchObject([{ rule: 'image/sources-are-readable', severity: 'error' }])
    expect(at.simulator.transcript.writes()).toEqual([])
  })

  test('a refusal further down the search does not matter', async () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } }
    const at = await world({ faults: [{ path: '.*/disks/os', status: 403, body }] })
    const { error } = await runInputs({ ...common, source: 'os' }, at)
    expect(error).toBeUndefined()
  })

  test('an unreadable id is an error for apply and a warning in a plan', async () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } }
    const refused = { path: '.*/snapshots/os', status: 403, body, times: 2 }
    const inputs = { ...common, 'os-snapshot': `${compute}/snapshots/os`, 'os-type': 'Linux' }
    const at = await world({ faults: [refused] })
    const plan = await runInputs({ ...inputs, mode: 'plan' }, { ...at, azure: readOnly(at) })
    expect(plan.findings).toMatchObject([
      { rule: 'image/sources-are-readable', severity: 'warning' },
    ])
    expect(plan.plan?.steps).toMatchObject([{ kind: 'create-image' }])
    const { findings } = await runInputs(inputs, at)
    expect(findings).toMatchObject([{ rule: 'image/sources-are-readable', severity: 'error' }])
  })

  test('an image that is given is used, and nothing is written', async () => {
    const at = await world()
    await runInputs(fromSnapshots, at)
    const given = await runInputs({ 'subscription-id': subscriptionId, 'image-id': target }, at)
    expect(given.plan).toMatchObject({ steps: [{ kind: 'reuse' }], imageId: target })
    expect(at.simulator.transcript.writes()).toHaveLength(1)
    const other = await runInputs({ 'image-id': imageId(scope, 'other') }, at)
    expect(other.findings).toMatchObject([{ rule: 'image/given-image-exists' }])
  })

  test('a VM is found by its id, and said to be missing by it', async () => {
    const at = await world()
    const vm = `${compute}/virtualMachines`
    const found = await runInputs({ ...common, source: `${vm}/vm` }, at)
    expect(found.error).toBeUndefined()
    const missing = await runInputs({ ...common, source: `${vm}/none` }, at)
    expect(missing.findings).toMatchObject([{ rule: 'image/sources-exist' }])
  })

  test('a VM that may not be read is unreadable, its OS disk that may not be is as if unstated', async () => {
    const refused = {
      status: 403,
      body: { error: { code: 'AuthorizationFailed', message: 'no' } },
      times: 10,
    }
    const inputs = { ...common, source: `${compute}/virtualMachines/vm` }
    const noVm = await world({ faults: [{ ...refused, path: '.*/virtualMachines/vm' }] })
    const { findings } = await runInputs(inputs, noVm)
    expect(findings).toMatchObject([{ rule: 'image/sources-are-readable' }])
    const noDisk = await world({ faults: [{ ...refused, path: '.*/disks/vm-os' }] })
    const { plan } = await runInputs(inputs, { ...noDisk, azure: readOnly(noDisk) })
    expect(plan?.steps).toMatchObject([{ body: { properties: { hyperVGeneration: 'V1' } } }])
  })

  test('a display name is looked up, and taken apart where no regions are told', async () => {
    const inputs = { ...common, 'os-snapshot': 'os', location: 'West Europe' }
    const locations = [{ name: 'westeurope', displayName: 'West Europe' }]
    const at = await world({ locations })
    const { plan } = await runInputs(inputs, at)
    expect(plan?.steps).toMatchObject([{ body: { location } }])
    expect(at.simulator.transcript.text()).toContain('/locations?')
    const body = { error: { code: 'Refused', message: 'no' } }
    const refusals = [403, 501].map((status) => ({ status, body }))
    for (const answer of [...refusals, { status: 200, body: { value: [] } }]) {
      const blind = await world({ faults: [{ path: '.*/locations', ...answer, times: 9 }] })
      const seen = await runInputs(inputs, blind)
      expect(seen.plan?.steps).toMatchObject([{ body: { location } }])
    }
  })

  test('a group that may not be read matters only where its region would be needed', async () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } }
    const refused = { path: '/subscriptions/[^/]+/resourceGroups/rg', status: 403, body }
    const at = await world({ faults: [refused] })
    const { error } = await runInputs(fromSnapshots, at)
    expect(error).toBeUndefined()
    const blind = await world({ faults: [refused] })
    const vhd = 'https://account.blob.core.windows.net/vhds/os.vhd'
    const { findings } = await runInputs({ ...common, source: vhd, 'os-type': 'Linux' }, blind)
    expect(findings).toMatchObject([{ rule: 'image/location-is-known' }])
  })

  test('what says nothing about a source ends the look: throttling, a refused sign-in', async () => {
    for (const status of [401, 429]) {
      const body = { error: { code: 'Refused', message: 'no' } }
      const headers = { 'retry-after': '0' }
      const fault = { path: '.*/snapshots/os', status, body, headers, times: 100 }
      const { error } = await runInputs(fromSnapshots, await world({ faults: [fault] }))
      expect(error).toMatchObject({ name: 'AzureFailure', status })
    }
  })

  test.each([
    [{ ...jobSettings, subscriptionId: undefined }, 'subscription'],
    [{ ...jobSettings, resourceGroup: undefined }, 'resource group'],
  ])('without %j it is not said where the image belongs', async (settings, missing) => {
    const at = await world()
    const job = jobOf({ image: { name: 'render', osSnapshot: 'os' } }, settings)
    const { error } = await runLoaded(job, at)
    expect(error).toMatchObject({ name: 'UserError', message: `the image needs a ${missing}` })
    expect(at.simulator.transcript.entries).toEqual([])
  })

  test('two configs that share reads cause each once, a refusal included', async () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } }
    const at = await world({ faults: [{ path: '.*/snapshots/data-0', status: 403, body }] })
    const azure = cacheReads(at.azure)
    const call = { signal: new AbortController().signal }
    const os = `${compute}/snapshots/os`
    await Promise.all([azure.disk(os, call), azure.disk(os.toUpperCase(), call)])
    await azure.disk(os, call)
    expect(at.simulator.transcript.entries).toHaveLength(1)
    const refused = `${compute}/snapshots/data-0`
    await expect(azure.disk(refused, call)).rejects.toThrow(AzureFailure)
    await expect(azure.disk(refused, call)).rejects.toThrow(AzureFailure)
    expect(at.simulator.transcript.entries).toHaveLength(2)
  })
})

test('an image is made in the subscription that its snapshots are of, when none is given', async () => {
  const at = await world()
  const config = {
    image: { name: 'render', osSnapshot: `${compute}/snapshots/os`, dataSnapshots: [] },
  }
  const outcome = await runLoaded(jobOf(config, { resourceGroup: 'rg' }), at)
  expect(outcome.error).toBeUndefined()
  expect(outcome.made.imageId).toBe(target)
})
