import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import {
  accountId,
  detailsOf,
  errorOf,
  fixedScale,
  poolBody,
  poolId,
  vmConfiguration,
  World,
} from './batch-world.js'

describe('PUT of a pool', () => {
  test('and others is listed in pages', () => {
    const world = new World()
    for (const name of ['a', 'b', 'c']) world.put(name, poolBody(fixedScale(0)))
    const first = world.call(`${accountId}/pools?maxresults=2`)
    expect(first.body['value']).toHaveLength(2)
    const second = world.call(first.body['nextLink'] as string)
    expect(second.body['value']).toMatchObject([{ name: 'c' }])
    expect(second.body).not.toHaveProperty('nextLink')
  })

  test('answers 200 with a weak etag; the pool can be read by any letter case', () => {
    const world = new World()
    const made = world.put('render')
    expect(made.status).toBe(200)
    expect(made.headers?.['etag']).toMatch(/^W\/"0x8D[0-9A-F]{13}"$/)
    expect(made.body).toMatchObject({ name: 'render', etag: made.headers?.['etag'] })
    expect(world.call(poolId('RENDER').toUpperCase()).body['id']).toBe(poolId('render'))
  })

  test('shows the VM size in capitals and fills in defaults, as the service does', () => {
    const { properties } = new World().put('render', poolBody(fixedScale(1)))
    expect(properties).toMatchObject({
      vmSize: 'STANDARD_D4S_V5',
      taskSlotsPerNode: 1,
      interNodeCommunication: 'Disabled',
      taskSchedulingPolicy: { nodeFillType: 'Spread' },
      scaleSettings: {
        fixedScale: { targetDedicatedNodes: 1, targetLowPriorityNodes: 0, resizeTimeout: 'PT15M' },
      },
    })
  })

  test('keeps every property but secrets', () => {
    const userAccounts = [{ name: 'render', password: 'do not show', elevationLevel: 'Admin' }]
    const metadata = [{ name: 'team', value: 'render' }]
    const { properties } = new World().put('render', poolBody({ userAccounts, metadata }))
    expect(properties).toMatchObject({
      metadata,
      userAccounts: [{ name: 'render', elevationLevel: 'Admin' }],
    })
    expect(JSON.stringify(properties)).not.toContain('do not show')
  })

  test('takes the read-only properties of a GET and drops them', () => {
    const body = poolBody({ allocationState: 'Steady', currentDedicatedNodes: 9 })
    const { status, properties } = new World().put('render', body)
    expect(status).toBe(200)
    expect(properties['currentDedicatedNodes']).toBe(0)
  })

  test('with If-None-Match: * refuses a pool that exists', () => {
    const world = new World()
    world.put('render')
    const again = world.put('render', poolBody(), { headers: { 'if-none-match': '*' } })
    expect(again.status).toBe(412)
    expect(errorOf(again).code).toBe('ConditionNotMet')
  })

  test('under an account that does not exist is 404 ParentResourceNotFound', () => {
    const answer = new World().call(`${accountId}x/pools/p`, { method: 'PUT', body: poolBody() })
    expect([answer.status, errorOf(answer).code]).toEqual([404, 'ParentResourceNotFound'])
  })

  test('beyond the pool quota is 409 PoolQuotaReached', () => {
    const world = new World({}, { [accountId]: { properties: { poolQuota: 1 } } })
    world.put('first')
    const second = world.put('second')
    expect([second.status, errorOf(second).code]).toEqual([409, 'PoolQuotaReached'])
  })

  test('refusals say when, by which request, and name property, path and reason', () => {
    const answer = new World().put('render', poolBody({ vmSize: 'Standard_Q4' }))
    expect(answer.status).toBe(400)
    expect(errorOf(answer)).toMatchObject({ code: 'InvalidPropertyValue', target: 'BatchAccount' })
    expect(errorOf(answer).message).toMatch(/\nRequestId:[0-9a-f-]{36}\nTime:\d{4}-/)
    expect(detailsOf(answer)).toEqual({
      Reason: 'The specified VM size is not supported',
      PropertyName: 'vmSize',
      PropertyValue: 'Standard_Q4',
      PropertyPath: 'properties.vmSize',
    })
  })
})

describe('Changing a pool', () => {
  const steady = (dedicated = 2): World => {
    const world = new World()
    world.put('render', poolBody(fixedScale(dedicated)))
    world.advance(600)
    return world
  }
  const patch = (world: World, properties: JsonObject, version = '2025-06-01') =>
    world.call(poolId('render'), { method: 'PATCH', body: { properties }, version })

  test('metadata, start task, packages and scale are patched with nodes there, on any version', () => {
    const world = steady()
    const metadata = [{ name: 'a', value: 'b' }]
    const changed = patch(world, { metadata, startTask: { commandLine: 'true' } }, '2019-08-01')
    expect(changed.status).toBe(200)
    expect(changed.properties).toMatchObject({ metadata, vmSize: 'STANDARD_D4S_V5' })
    expect(changed.properties['currentDedicatedNodes']).toBe(2)
  })

  test('a new scale begins a resize', () => {
    const world = steady()
    const changed = patch(world, fixedScale(5))
    expect(changed.properties['allocationState']).toBe('Resizing')
    world.advance(600)
    expect(world.pool('render').properties['currentDedicatedNodes']).toBe(5)
  })

  test('fewer nodes is a resize, too', () => {
    const world = steady(5)
    patch(world, fixedScale(1))
    world.advance(60)
    expect(world.pool('render').properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 1,
    })
  })

  test('anything else needs a pool without nodes', () => {
    const refused = patch(steady(), { vmSize: 'Standard_D8s_v5' })
    expect([refused.status, errorOf(refused).code]).toEqual([400, 'PropertyCannotBeUpdated'])
    expect(detailsOf(refused)).toMatchObject({
      PropertyName: 'vmSize',
      PropertyPath: 'properties.vmSize',
    })
    expect(patch(steady(0), { vmSize: 'Standard_D8s_v5' }).status).toBe(200)
  })

  test('and API version 2024-07-01 or later', () => {
    expect(patch(steady(0), { vmSize: 'Standard_D8s_v5' }, '2024-02-01').status).toBe(400)
    expect(patch(steady(0), { vmSize: 'Standard_D8s_v5' }, '2024-07-01').status).toBe(200)
  })

  test('nothing is changed while the pool is being resized', () => {
    const world = new World()
    world.put('render')
    const refused = patch(world, { metadata: [] })
    expect([refused.status, errorOf(refused).code]).toEqual([409, 'PoolBeingResized'])
  })

  test('every change gives a new etag; If-Match with the old one is refused', () => {
    const world = steady()
    const etag = String(world.pool('render').headers?.['etag'])
    const body = { properties: { metadata: [{ name: 'a', value: 'b' }] } }
    const call = (headers: Record<string, string>) =>
      world.call(poolId('render'), { method: 'PATCH', body, headers })
    expect(call({ 'if-match': etag }).status).toBe(200)
    expect(call({ 'if-match': etag }).status).toBe(412)
    expect(call({ 'if-match': '*' }).status).toBe(200)
  })

  test('PUT on an existing pool is an update in which absent properties fall back', () => {
    const world = new World()
    const metadata = [{ name: 'a', value: 'b' }]
    world.put('render', poolBody({ ...fixedScale(0), metadata }))
    const again = world.put('render', poolBody(fixedScale(0)))
    expect(again.status).toBe(200)
    expect(again.properties).not.toHaveProperty('metadata')
  })

  test('PUT of the same body is taken, but an empty list is a difference', () => {
    const world = steady()
    expect(world.put('render', poolBody(fixedScale(2))).status).toBe(200)
    const body = poolBody({ ...fixedScale(2), ...vmConfiguration({ dataDisks: [] }) })
    const withEmpty = new World()
    withEmpty.put('render', body)
    withEmpty.advance(600)
    expect(errorOf(withEmpty.put('render', body)).code).toBe('PropertyCannotBeUpdated')
  })
})

describe('DELETE of a pool', () => {
  test('is accepted, shows Deleting, and is done when its result says so', () => {
    const world = new World({ poolDeleteSeconds: 40 })
    world.put('render')
    const accepted = world.call(poolId('render'), { method: 'DELETE' })
    expect(accepted.status).toBe(202)
    expect(accepted.headers).toMatchObject({ 'retry-after': '15' })
    const location = String(accepted.headers?.['location'])
    expect(location).toContain('/poolOperationResults/delete-render-0x8D')
    expect(world.call(location).status).toBe(202)
    expect(world.pool('render').properties['provisioningState']).toBe('Deleting')
    const put = world.put('render')
    expect([put.status, errorOf(put).code]).toEqual([409, 'PoolBeingDeleted'])
    world.advance(41)
    expect(world.call(location).status).toBe(200)
    expect(errorOf(world.pool('render')).code).toBe('PoolNotFound')
    expect(world.put('render').status).toBe(200)
  })

  test('of a pool that is not there is 204', () => {
    expect(new World().call(poolId('none'), { method: 'DELETE' }).status).toBe(204)
  })

  test('that fails leaves the pool and tells the error', () => {
    const operationFails = { code: 'ScopeLocked', message: 'locked' }
    const world = new World({ faults: [{ on: 'DELETE', operationFails }] })
    world.put('render')
    const { headers } = world.call(poolId('render'), { method: 'DELETE' })
    world.advance(120)
    expect(errorOf(world.call(String(headers?.['location']))).code).toBe('ScopeLocked')
    expect(world.pool('render').status).toBe(200)
  })
})

describe('Accounts', () => {
  test('accounts are found by group and by subscription; their keys on request', () => {
    const world = new World()
    const [subscriptionPath = ''] = accountId.split('/resourceGroups')
    const provider = 'providers/Microsoft.Batch/batchAccounts'
    for (const path of [`${subscriptionPath}/${provider}`, accountId.replace(/\/[^/]+$/, '')]) {
      expect(world.call(path).body['value']).toMatchObject([{ name: 'renderbatch' }])
    }
    const keys = world.call(`${accountId}/listKeys`, { method: 'POST' }).body
    expect(keys).toMatchObject({ accountName: 'renderbatch', primary: expect.any(String) })
  })

  test('an account is made and deleted in time, with what is in it', () => {
    const world = new World()
    const fresh = accountId.replace('renderbatch', 'freshbatch')
    const body = { location: 'koreacentral', tags: { team: 'render' }, properties: {} }
    const put = world.call(fresh, { method: 'PUT', body })
    expect([put.status, put.body]).toEqual([202, {}])
    const location = new URL(put.headers?.['location'] ?? '')
    expect(location.pathname).toContain('/locations/koreacentral/accountOperationResults/')
    expect(world.call(location.pathname).status).toBe(202)
    expect(world.call(fresh).properties).toMatchObject({ provisioningState: 'Creating' })
    world.advance(15)
    expect(world.call(location.pathname).status).toBe(200)
    expect(world.call(fresh).body).toMatchObject({
      tags: { team: 'render' },
      properties: {
        provisioningState: 'Succeeded',
        accountEndpoint: 'freshbatch.koreacentral.batch.azure.com',
        dedicatedCoreQuota: 20,
      },
    })
    const before = world.simulator.store.list(`${accountId}/pools`).length
    world.call(`${fresh}/pools/p`, { method: 'PUT', body: { properties: {} } })
    expect(world.call(fresh, { method: 'DELETE' }).status).toBe(202)
    world.advance(20)
    expect(world.call(fresh).status).toBe(404)
    expect(world.simulator.store.list(`${fresh}/pools`)).toEqual([])
    expect(world.simulator.store.list(`${accountId}/pools`)).toHaveLength(before)
    expect(world.call(fresh, { method: 'DELETE' }).status).toBe(204)
  })

  test('a name with anything but small letters and digits is refused', () => {
    const id = accountId.replace('renderbatch', 'fresh-batch')
    const body = { location: 'koreacentral', properties: {} }
    const { status, body: answer } = new World().call(id, { method: 'PUT', body })
    expect(status).toBe(400)
    expect(answer).toMatchObject({ error: { code: 'InvalidAccountName' } })
  })

  test('a user-subscription account does not tell core quotas', () => {
    const properties = { poolAllocationMode: 'UserSubscription' }
    const world = new World({}, { [accountId]: { properties } })
    expect(world.call(accountId).properties).not.toHaveProperty('dedicatedCoreQuota')
    expect(world.call(accountId).properties).toHaveProperty('poolQuota')
  })

  test('a region tells its quota of accounts and its VM sizes', () => {
    const world = new World({ pageSize: 1000 })
    const [subscriptionPath = ''] = accountId.split('/resourceGroups')
    const location = `${subscriptionPath}/providers/Microsoft.Batch/locations/koreacentral`
    expect(world.call(`${location}/quotas`).body).toEqual({ accountQuota: 3 })
    const skus = world.call(`${location}/virtualMachineSkus`).body['value'] as JsonObject[]
    expect(skus.find((sku) => sku['name'] === 'Standard_D4s_v5')).toMatchObject({
      familyName: 'standardDSv5Family',
    })
    expect(skus.map((sku) => sku['name'])).not.toContain('Standard_B2ms')
  })
})
