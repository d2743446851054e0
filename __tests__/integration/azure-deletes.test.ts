/** Deleting, listing and stopping over the adapter: the real SDKs against the simulator. */
import { describe, expect, test } from '@jest/globals'
import type { Operation } from '../../src/ports/azure.js'
import { AzureFailure } from '../../src/shared/errors.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { openWorld, type World } from '../support/simulated-run.js'
import {
  poolBody,
  poolId,
  resources,
  imageId,
  versionId,
  definitionId,
  accountId,
} from '../simulator/batch-world.js'

const subscription = '30000000-0000-4000-a000-000000000001'
const version = '2025-06-01'
const call = (): { signal: AbortSignal } => ({ signal: new AbortController().signal })

async function open(scenario: Scenario = {}): Promise<World> {
  return await openWorld({ resources: resources(), ...scenario })
}

/** Looks until it is done, as long as the service asks to wait in between. */
async function finish({ clock }: World, operation: Operation): Promise<number> {
  for (let looks = 1; ; looks += 1) {
    const { done, retryAfterMs = 1000 } = await operation.poll(call())
    if (done) return looks
    await clock.sleep(retryAfterMs, call().signal)
  }
}

async function failureOf(work: Promise<unknown>): Promise<AzureFailure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AzureFailure) return error
  throw new Error('no AzureFailure', { cause: error })
}

function requests({ simulator }: World, method: string): number {
  return simulator.transcript.entries.filter((entry) => entry.method === method).length
}

describe.each([
  ['image', imageId, 'deleteImage', 'image'],
  ['image version', versionId, 'deleteImageVersion', 'imageVersion'],
] as const)('an %s', (_, id, remove, read) => {
  test('is deleted and followed to its end', async () => {
    const world = await open()
    const operation = await world.azure[remove](id, call())
    expect(await world.azure[read](id, call())).toBeDefined()
    expect(await finish(world, operation)).toBeGreaterThan(1)
    expect(await world.azure[read](id, call())).toBeUndefined()
    expect(requests(world, 'DELETE')).toBe(1)
  })

  test('that is not there is done at once', async () => {
    const world = await open()
    const operation = await world.azure[remove](`${id}9`, call())
    expect(await operation.poll(call())).toEqual({ done: true })
  })

  test('that is being deleted by somebody else is waited for', async () => {
    const world = await open({ faults: [{ method: 'DELETE', path: id, status: 409 }] })
    const kept = world.simulator.store.get(id)
    const since = world.clock.now()
    if (kept !== undefined) kept.motion = { state: 'Deleting', since, until: since + 20_000 }
    await finish(world, await world.azure[remove](id, call()))
    expect(world.clock.now() - since).toBeGreaterThanOrEqual(20_000)
  })

  test('whose deletion fails says what Azure said', async () => {
    const operationFails = { code: 'InternalExecutionError', message: 'not today' }
    const world = await open({ faults: [{ on: 'DELETE', operationFails }] })
    const operation = await world.azure[remove](id, call())
    const failure = await failureOf(finish(world, operation))
    expect(failure).toMatchObject({ resource: id, error: operationFails })
    expect(failure.operation).toMatch(/^delete /)
  })

  test('whose DELETE lost its answer is deleted once', async () => {
    const world = await open({ faults: [{ on: 'DELETE', break: 'truncate' }] })
    await finish(world, await world.azure[remove](id, call()))
    expect(await world.azure[read](id, call())).toBeUndefined()
  })

  test('whose operation is forgotten is looked for instead', async () => {
    const world = await open({ faults: [{ on: 'GET .*[oO]perations/', status: 404, times: 9 }] })
    await finish(world, await world.azure[remove](id, call()))
    expect(await world.azure[read](id, call())).toBeUndefined()
  })

  test('whose operation is said to be out of TLS is not asked there, which is told', async () => {
    const headers = { location: 'http://elsewhere.example/x' }
    const world = await open({
      faults: [
        { on: `DELETE .*/${id.split('/').at(-1) ?? ''}$`, status: 202, headers, takesEffect: true },
      ],
    })
    const operation = await world.azure[remove](id, call())
    const { error } = await failureOf(operation.poll(call()))
    expect(error.message).toContain('it leads to an address without TLS')
    await finish(world, operation)
    expect(await world.azure[read](id, call())).toBeUndefined()
    expect(world.simulator.unknownRequests).toEqual([])
  })
})

describe('an image definition', () => {
  test('is deleted when it is empty, and refused with Azure’s words before', async () => {
    const world = await open()
    const failure = await failureOf(world.azure.deleteImageDefinition(definitionId, call()))
    expect(failure).toMatchObject({ status: 409, error: { code: 'CannotDeleteResource' } })
    await finish(world, await world.azure.deleteImageVersion(versionId, call()))
    await finish(world, await world.azure.deleteImageDefinition(definitionId, call()))
    expect(await world.azure.imageDefinition(definitionId, call())).toBeUndefined()
  })
})

describe('a version', () => {
  test('that is protected until its end of life stays', async () => {
    const properties: JsonObject = {
      safetyProfile: { blockDeletionBeforeEndOfLife: true },
      publishingProfile: { endOfLifeDate: '2030-01-01T00:00:00Z', targetRegions: [] },
    }
    const world = await open({ resources: resources({ [versionId]: { properties } }) })
    const failure = await failureOf(world.azure.deleteImageVersion(versionId, call()))
    expect(failure.error.code).toBe('DeleteGalleryImageVersionBlockedBeforeEndOfLife')
  })
})

describe('a pool', () => {
  async function withPool(scenario: Scenario = {}): Promise<World> {
    const world = await open(scenario)
    await world.azure.createPool(poolId('render'), version, poolBody(), call())
    return world
  }

  test('is deleted and followed until its name is free', async () => {
    const world = await withPool()
    const operation = await world.azure.deletePool(poolId('render'), version, call())
    const there = await world.azure.pool(poolId('render'), version, call())
    expect(there?.properties['provisioningState']).toBe('Deleting')
    await finish(world, operation)
    await world.azure.createPool(poolId('render'), version, poolBody(), call())
  })

  test('that is not there is done at once, also at the answer 404', async () => {
    const world = await open({ faults: [{ on: 'DELETE .*/pools/gone', status: 404 }] })
    for (const name of ['none', 'gone']) {
      const operation = await world.azure.deletePool(poolId(name), version, call())
      expect(await operation.poll(call())).toEqual({ done: true })
    }
  })

  test('that has changed since is not deleted', async () => {
    const world = await withPool()
    const etag = 'W/"0x8DOLD"'
    const failure = await failureOf(
      world.azure.deletePool(poolId('render'), version, { ...call(), etag }),
    )
    expect(failure).toMatchObject({ status: 412, operation: 'delete pool render' })
    const { etag: current = '' } = (await world.azure.pool(poolId('render'), version, call())) ?? {}
    await world.azure.deletePool(poolId('render'), version, { ...call(), etag: current })
  })

  test('whose DELETE lost its answer, and has another ETag since, is followed all the same', async () => {
    const faults: Scenario['faults'] = [
      { on: 'DELETE', break: 'reset', takesEffect: true },
      { on: 'DELETE', status: 412 },
    ]
    const world = await withPool({ faults })
    const { etag = '' } = (await world.azure.pool(poolId('render'), version, call())) ?? {}
    await finish(
      world,
      await world.azure.deletePool(poolId('render'), version, { ...call(), etag }),
    )
    expect(await world.azure.pool(poolId('render'), version, call())).toBeUndefined()
  })

  test('whose deletion fails says what Azure said', async () => {
    const operationFails = { code: 'ScopeLocked', message: 'there is a lock' }
    const world = await withPool({ faults: [{ on: 'DELETE', operationFails }] })
    const operation = await world.azure.deletePool(poolId('render'), version, call())
    const failure = await failureOf(finish(world, operation))
    expect(failure).toMatchObject({ resource: poolId('render'), error: { code: 'ScopeLocked' } })
  })

  test('whose operation is forgotten is looked for instead', async () => {
    const faults = [{ on: 'GET .*/poolOperationResults/', status: 404 }]
    const world = await withPool({ faults })
    await finish(world, await world.azure.deletePool(poolId('render'), version, call()))
    expect(await world.azure.pool(poolId('render'), version, call())).toBeUndefined()
  })

  test('that is resizing is stopped, and the nodes it has stay', async () => {
    const world = await open()
    const body = poolBody({ scaleSettings: { fixedScale: { targetDedicatedNodes: 400 } } })
    await world.azure.createPool(poolId('render'), version, body, call())
    await world.clock.sleep(120_000, call().signal)
    const stopped = await world.azure.stopResize(poolId('render'), version, call())
    expect(stopped.properties['allocationState']).toBe('Stopping')
    await world.clock.sleep(20_000, call().signal)
    const pool = await world.azure.pool(poolId('render'), version, call())
    expect(pool?.properties['allocationState']).toBe('Steady')
    expect(pool?.properties['currentDedicatedNodes']).toBeGreaterThan(0)
  })

  test('that is steady has nothing to stop, which is no failure', async () => {
    const world = await withPool()
    await world.clock.sleep(600_000, call().signal)
    const pool = await world.azure.stopResize(poolId('render'), version, call())
    expect(pool.properties['allocationState']).toBe('Steady')
    expect((await failureOf(world.azure.stopResize(poolId('none'), version, call()))).status).toBe(
      404,
    )
  })
})

describe('lists of a subscription', () => {
  const many = (path: string, type: string, properties: JsonObject): JsonObject[] =>
    Array.from({ length: 12 }, (_, index) => {
      const name = `more${String(index)}`
      const id = `${path}/${name}`
      return { id, name, type, location: 'koreacentral', tags: { n: String(index) }, properties }
    })

  test('are whole, over all pages', async () => {
    const compute = imageId.replace(/\/images\/.*/, '')
    const osDisk = { osType: 'Linux', snapshot: { id: `${compute}/snapshots/os` } }
    const more = [
      ...many(`${compute}/images`, 'Microsoft.Compute/images', { storageProfile: { osDisk } }),
      ...many(`${compute}/galleries`, 'Microsoft.Compute/galleries', {}),
      ...many(`${compute}/galleries/more3/images`, 'Microsoft.Compute/galleries/images', {
        ...{ osType: 'Linux', osState: 'Generalized' },
        identifier: { publisher: 'p', offer: 'o', sku: 's' },
      }),
      ...many(accountId.replace(/\/[^/]+$/, ''), 'Microsoft.Batch/batchAccounts', {
        ...{ dedicatedCoreQuota: 100, lowPriorityCoreQuota: 100 },
      }),
    ]
    const { azure, simulator } = await open({ resources: [...resources(), ...more] })
    const images = await azure.images(subscription, call())
    expect(images).toHaveLength(13)
    expect(images.at(-1)).toMatchObject({
      tags: { n: '11' },
      properties: { storageProfile: { osDisk } },
    })
    expect(await azure.galleries(subscription, call())).toHaveLength(13)
    const definitions = await azure.imageDefinitions(`${compute}/galleries/more3`, call())
    expect(definitions.map(({ id }) => id)).toContain(`${compute}/galleries/more3/images/more7`)
    expect(definitions).toHaveLength(12)
    const accounts = await azure.batchAccounts(subscription, call())
    expect(accounts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['renderbatch', 'more0', 'more11']),
    )
    expect(accounts).toHaveLength(13)
    expect(simulator.unknownRequests).toEqual([])
  })

  test('are empty where there is nothing, and refused below a gallery that is not there', async () => {
    const { azure } = await open()
    const other = '30000000-0000-4000-a000-000000000002'
    expect(await azure.images(other, call())).toEqual([])
    expect(await azure.batchAccounts(other, call())).toEqual([])
    const none = imageId.replace(/\/images\/.*/, '/galleries/none')
    await expect(azure.imageDefinitions(none, call())).rejects.toThrow(AzureFailure)
  })
})
