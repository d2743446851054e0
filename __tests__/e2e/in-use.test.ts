/** What is in use is never deleted, and what cannot be seen counts as in use: through the built action. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Fault, JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { compute, definition, image, madeOn, version, world } from '../support/released-world.js'
import { runAction, type Ended } from './action.js'
import { imageId, startCloud, versionId, wholeWay, type Cloud } from './azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

const subscriptionId = wholeWay['subscription-id'] ?? ''
const other = '/subscriptions/30000000-0000-4000-a000-000000000002'

async function cleanUp(scenario: Scenario): Promise<Ended & { readonly deleted: string[] }> {
  cloud = await startCloud({ resources: world(), poolDeleteSeconds: 30, ...scenario })
  const inputs = { ...cloud.inputs, mode: 'cleanup', 'subscription-id': subscriptionId }
  const ended = await runAction({ inputs, env: cloud.env })
  const writes = cloud.simulator.transcript.writes()
  const deleted = writes.map(({ path }) => path.split('/').slice(-2).join('/'))
  return { ...ended, deleted }
}

const lists: Readonly<Record<string, string>> = {
  subscriptions: '/subscriptions',
  'Batch accounts': '.*/Microsoft.Batch/batchAccounts',
  pools: '.*/batchAccounts/[^/]+/pools',
  'virtual machines': '.*/Microsoft.Compute/virtualMachines',
  versions: '.*/images/render-node/versions',
}
const answers: Readonly<Record<string, Partial<Fault>>> = {
  'an empty object': { status: 200, text: '{}' },
  'no list': { status: 200, text: '{"value":null}' },
  'a list of nothing': { status: 200, text: '{"value":[{}]}' },
  'half an answer': { status: 200, text: '{"value":[{"id":"/subscr' },
  'a page that leads nowhere': { status: 200, text: '{"value":[],"nextLink":{}}' },
  'not found': { status: 404 },
}
const broken = Object.entries(lists).flatMap(([list, path]) =>
  // The random worlds have them all: here each list once, and every answer for the pools.
  Object.entries(answers)
    .filter(([answer]) => list === 'pools' || answer === 'an empty object')
    .map(([answer, how]) => ({ list, path, answer, how })),
)

describe('a cleanup whose lists are not as they should be', () => {
  test.each(broken)(
    'deletes no image and no version: $list, $answer',
    async ({ path, how }) => {
      const { deleted, log, status } = await cleanUp({
        faults: [{ method: 'GET', path, times: 999, ...how }],
      })
      expect(deleted.filter((one) => !one.startsWith('pools/'))).toEqual([])
      expect(log).toContain('cannot be read')
      expect(log).toContain('so no image and no version is deleted')
      expect(log).not.toContain('bug in image-to-pool')
      expect(status).toBe(0)
    },
    60_000,
  )

  test('keeps all while a pool does not show its image', async () => {
    const odd = {
      id: `${wholeWay['batch-account'] ?? ''}/pools/odd`,
      ...{ name: 'odd', type: 'Microsoft.Batch/batchAccounts/pools' },
      properties: { vmSize: 'STANDARD_D4S_V5' },
    }
    const { deleted, log } = await cleanUp({ resources: world([odd]) })
    expect(deleted).toEqual(['pools/render-old'])
    expect(log).toContain('the image of pool odd of Batch account renderbatch cannot be read')
  })
})

function inCompute(path: string, properties: JsonObject, scope = other): JsonObject {
  const types = path.split('/').filter((_, index) => index % 2 === 0)
  return {
    id: `${scope}/resourceGroups/rg-apps/providers/Microsoft.Compute/${path}`,
    ...{ name: path.split('/').at(-1) ?? '', type: `Microsoft.Compute/${types.join('/')}` },
    ...{ location: 'koreacentral', properties },
  }
}

function group(name: string): JsonObject {
  const type = 'Microsoft.Resources/resourceGroups'
  return { id: `${other}/resourceGroups/${name}`, name, type, location: 'koreacentral' }
}

const onVersion = { storageProfile: { imageReference: { id: `${definition}/versions/1.0.3` } } }
const uniform = { orchestrationMode: 'Uniform', virtualMachineProfile: { storageProfile: {} } }
const users: Readonly<Record<string, readonly JsonObject[]>> = {
  'a virtual machine of another subscription': [inCompute('virtualMachines/app', onVersion)],
  'a machine that takes what was the latest then': [
    inCompute('virtualMachines/app', {
      storageProfile: { imageReference: { id: definition, exactVersion: '1.0.3' } },
    }),
  ],
  'a scale set': [
    inCompute('virtualMachineScaleSets/app', { ...uniform, virtualMachineProfile: onVersion }),
  ],
  'an instance of a uniform scale set': [
    inCompute('virtualMachineScaleSets/app', uniform),
    inCompute('virtualMachineScaleSets/app/virtualMachines/0', onVersion),
  ],
  'a disk': [
    inCompute('disks/app', {
      creationData: { galleryImageReference: { id: `${definition}/versions/1.0.3` } },
    }),
  ],
  'a pool of another subscription': [
    {
      ...{ id: `${other}/resourceGroups/rg-apps/providers/Microsoft.Batch/batchAccounts/far` },
      ...{ name: 'far', type: 'Microsoft.Batch/batchAccounts', location: 'koreacentral' },
      properties: { accountEndpoint: '{batchEndpoint}', poolAllocationMode: 'BatchService' },
    },
    {
      id: `${other}/resourceGroups/rg-apps/providers/Microsoft.Batch/batchAccounts/far/pools/p`,
      ...{ name: 'p', type: 'Microsoft.Batch/batchAccounts/pools' },
      properties: {
        deploymentConfiguration: {
          virtualMachineConfiguration: {
            imageReference: { id: `${definition}/versions/1.0.3`.toUpperCase() },
          },
        },
      },
    },
  ],
}

describe('a cleanup looks for whoever uses an image', () => {
  test.each(Object.entries(users))('%s', async (_, resources) => {
    const { deleted, log } = await cleanUp({ resources: world([group('rg-apps'), ...resources]) })
    // 1.0.3 and image render-3 would go without it.
    expect(deleted).toEqual(['pools/render-old', 'versions/1.0.1', 'images/render-1'])
    expect(log).toMatch(/keep version 1\.0\.3 .*: .* (uses it|takes the latest version)/)
  })

  test('and says what it may not list, without holding anything back for it', async () => {
    const { deleted, log, summary } = await cleanUp({
      resources: world([group('rg-apps'), inCompute('virtualMachines/app', onVersion)]),
      rights: [
        { scope: other, deny: ['*'] },
        { scope: `${other}/resourceGroups/rg-other`, allow: ['*'] },
      ],
    })
    expect(deleted).toContain('versions/1.0.3')
    for (const text of [log, summary]) expect(text).toMatch(/not looked at: .*the other/i)
  })
})

describe('a cleanup distrusts what anybody can write', () => {
  test('dates that are yet to come push nothing out, and go themselves for no reason', async () => {
    const late = [7, 8, 9].map((day) => {
      const { properties, ...rest } = version(day)
      const publishingProfile = {
        ...(properties as { publishingProfile: JsonObject }).publishingProfile,
        publishedDate: `2999-01-0${String(day)}T00:00:00.000Z`,
      }
      return { ...rest, properties: { ...(properties as JsonObject), publishingProfile } }
    })
    const { deleted } = await cleanUp({ resources: world(late) })
    expect(deleted.sort()).toEqual([
      ...['images/render-1', 'images/render-3', 'pools/render-old'],
      ...['versions/1.0.1', 'versions/1.0.3'],
    ])
  })

  test.each(['image-to-pool-run', 'image-to-pool-digest', 'image-to-pool-made'])(
    'a version without the tag %s is not its own',
    async (missing) => {
      const tags = Object.fromEntries(
        Object.entries(madeOn(3)).filter(([name]) => name !== missing),
      )
      const resources = world().map((one) =>
        [version(3), image(3)].some(({ id }) => id === one['id']) ? { ...one, tags } : one,
      )
      const { deleted } = await cleanUp({ resources })
      expect(deleted).not.toContain('versions/1.0.3')
      expect(deleted).not.toContain('images/render-3')
      expect(deleted).toContain('versions/1.0.1')
    },
  )
})

describe('taking back', () => {
  const tooFew: Scenario = {
    ...{ imageSeconds: 1, replicationSecondsPerRegion: 1 },
    resizes: [{ adds: 3, error: { code: 'AccountCoreQuotaReached', message: 'no more' } }],
  }

  /** A release that fails, in a world in which somebody makes something of what it made. */
  async function failing(newcomer: JsonObject, more: Scenario = {}): Promise<Ended> {
    const opened = await startCloud({ ...tooFew, ...more }, (request) => {
      if (!/^PUT .*\/pools\//.test(request)) return
      opened.simulator.store.put({ ...newcomer, properties: {} } as never)
      opened.simulator.store.put(newcomer as never)
    })
    cloud = opened
    const inputs = { ...opened.inputs, ...wholeWay, 'on-failure': 'rollback' }
    return await runAction({ inputs, env: opened.env })
  }
  const there = (id: string): boolean => cloud?.simulator.store.get(id) !== undefined

  const otherVersion = (state: string, mode: string): JsonObject => ({
    id: `${compute}/galleries/renderGallery/images/render-node-trusted/versions/2.0.0`,
    ...{ name: '2.0.0', type: 'Microsoft.Compute/galleries/images/versions' },
    location: 'koreacentral',
    properties: {
      provisioningState: state,
      publishingProfile: { replicationMode: mode, targetRegions: [{ name: 'Korea Central' }] },
      storageProfile: { source: { id: imageId } },
    },
  })

  test.each([
    ['another definition’s version is being made from', otherVersion('Creating', 'Full')],
    ['a shallow copy rests on', otherVersion('Succeeded', 'Shallow')],
  ])('leaves an image that %s', async (_, newcomer) => {
    const { log, status } = await failing(newcomer)
    expect(status).toBe(1)
    expect(there(imageId)).toBe(true)
    expect(there(versionId)).toBe(false)
    expect(log).toMatch(/image render-1 stays: version 2\.0\.0 of image definition \S+ is /)
  })

  test('leaves a version that a virtual machine uses', async () => {
    const properties = { storageProfile: { imageReference: { id: versionId } } }
    const { log } = await failing(inCompute('virtualMachines/app', properties))
    expect(there(versionId)).toBe(true)
    expect(log).toContain('image version 1.0.0 stays: virtual machine app uses it')
  })

  test('leaves all whose users it cannot see', async () => {
    const faults = [
      { on: 'GET .*/Microsoft.Batch/batchAccounts$', times: 999, text: '{}', status: 200 },
    ]
    const { log } = await failing(group('rg-apps'), { faults })
    expect([there(versionId), there(imageId)]).toEqual([true, true])
    expect(log).toContain('image version 1.0.0 stays: the Batch accounts of subscription')
  })
})
