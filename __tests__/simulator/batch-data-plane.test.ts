import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { signRequest } from '../../src/simulator/resources/batch/shared-key.js'
import {
  accountId,
  definitionId,
  fixedScale,
  imageId,
  poolBody,
  poolId,
  versionId,
  World,
  type Answer,
} from './batch-world.js'

function dataBody(changes: JsonObject = {}): JsonObject {
  return {
    id: 'render',
    vmSize: 'Standard_D4s_v5',
    virtualMachineConfiguration: {
      imageReference: { virtualMachineImageId: versionId },
      nodeAgentSKUId: 'batch.node.ubuntu 22.04',
    },
    targetDedicatedNodes: 2,
    ...changes,
  }
}

function create(world: World, changes: JsonObject = {}): Answer {
  return world.data('/pools', { method: 'POST', body: dataBody(changes) })
}

function refusalOf({ status, body }: Answer): { status: number; code: unknown; values: unknown } {
  const values = ((body['values'] ?? []) as { key: string; value: string }[]).map(
    ({ key, value }) => [key, value] as const,
  )
  return { status, code: body['code'], values: Object.fromEntries(values) }
}

function items(answer: Answer): JsonObject[] {
  return answer.body['value'] as JsonObject[]
}

describe('Data plane', () => {
  test('HEAD of a pool tells without a body whether it is there', () => {
    const world = new World()
    create(world)
    const there = world.data('/pools/render', { method: 'HEAD' })
    expect(there).toMatchObject({ status: 200, body: {} })
    expect(there.headers?.['etag']).toBe(world.data('/pools/render').headers?.['etag'])
    expect(world.data('/pools/nowhere', { method: 'HEAD' }).status).toBe(404)
  })

  describe('POST /pools', () => {
    test('answers 201 without a body, with a bare etag and where the pool is', () => {
      const made = create(new World())
      expect(made).toMatchObject({ status: 201, body: {} })
      expect(made.headers).toMatchObject({
        etag: expect.stringMatching(/^0x8D/),
        dataserviceid: expect.stringMatching(/\/pools\/render$/),
        location: expect.stringMatching(/\/pools\/render$/),
      })
    })

    test('makes the pool that Resource Manager shows', () => {
      const world = new World()
      create(world, { enableInterNodeCommunication: true, metadata: [{ name: 'a', value: 'b' }] })
      expect(world.pool('render').properties).toMatchObject({
        vmSize: 'STANDARD_D4S_V5',
        interNodeCommunication: 'Enabled',
        metadata: [{ name: 'a', value: 'b' }],
        allocationState: 'Resizing',
        scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } },
      })
    })

    test('without targets makes a pool without nodes', () => {
      const world = new World()
      expect(create(world, { targetDedicatedNodes: null }).status).toBe(201)
      expect(world.data('/pools/render').body).toMatchObject({
        allocationState: 'steady',
        targetDedicatedNodes: 0,
      })
    })

    test('of a name that exists, in any letter case, is 409 PoolExists', () => {
      const world = new World()
      create(world)
      expect(refusalOf(create(world, { id: 'RENDER' }))).toMatchObject({
        status: 409,
        code: 'PoolExists',
      })
    })

    test('with a managed image is refused in OData, naming the format that is wanted', () => {
      const virtualMachineConfiguration = {
        imageReference: { virtualMachineImageId: imageId },
        nodeAgentSKUId: 'batch.node.ubuntu 22.04',
      }
      const refused = create(new World(), { virtualMachineConfiguration })
      expect(refusalOf(refused)).toMatchObject({
        status: 400,
        code: 'InvalidPropertyValue',
        values: { PropertyValue: imageId, Reason: expect.stringContaining('/galleries/') },
      })
      expect(refused.body['message']).toEqual({
        lang: 'en-US',
        value: expect.stringMatching(/invalid\.\nRequestId:.*\nTime:/),
      })
      expect(refused.headers?.['content-type']).toBe('application/json; odata=minimalmetadata')
    })

    test('a formula wants enableAutoScale and no targets', () => {
      const autoScaleFormula = '$TargetDedicatedNodes=1;'
      const withTargets = { autoScaleFormula, enableAutoScale: true }
      const alone = { autoScaleFormula, targetDedicatedNodes: null }
      for (const changes of [withTargets, alone]) {
        expect(refusalOf(create(new World(), changes)).code).toBe('InvalidAutoScalingSettings')
      }
      const good = { ...withTargets, targetDedicatedNodes: null }
      expect(create(new World(), good).status).toBe(201)
    })

    test('a member that does not exist is InvalidRequestBody', () => {
      expect(refusalOf(create(new World(), { vmSise: 'x' })).code).toBe('InvalidRequestBody')
    })

    test('an API version that never was is UnsupportedRequestVersion', () => {
      const answer = new World().data('/pools', { version: '2024-07-01' })
      expect(refusalOf(answer)).toMatchObject({ status: 400, code: 'UnsupportedRequestVersion' })
    })
  })

  describe('a pool in the data plane', () => {
    test('is the pool of Resource Manager in other words', () => {
      const world = new World({ resizes: [{ capacity: 1 }] })
      world.put('render', poolBody(fixedScale(3)))
      world.advance(600)
      expect(world.data('/pools/render').body).toMatchObject({
        id: 'render',
        state: 'active',
        allocationState: 'steady',
        vmSize: 'standard_d4s_v5',
        currentDedicatedNodes: 1,
        targetDedicatedNodes: 3,
        enableAutoScale: false,
        virtualMachineConfiguration: {
          nodeAgentSKUId: 'batch.node.ubuntu 22.04',
          imageReference: { virtualMachineImageId: versionId },
        },
        resizeErrors: [{ code: 'AllocationFailed', values: [{ name: 'Reason' }] }],
      })
    })

    test('is listed in pages', () => {
      const world = new World({ pageSize: 1 })
      for (const id of ['a', 'b']) create(world, { id, targetDedicatedNodes: 0 })
      const first = world.data('/pools')
      expect(items(first)).toMatchObject([{ id: 'a' }])
      const next = world.call(first.body['odata.nextLink'] as string)
      expect(items(next)).toMatchObject([{ id: 'b' }])
      expect(next.body).not.toHaveProperty('odata.nextLink')
    })

    test('that is not there is PoolNotFound', () => {
      expect(refusalOf(new World().data('/pools/none'))).toMatchObject({
        status: 404,
        code: 'PoolNotFound',
      })
    })

    test('is deleted in time: 202, deleting, then gone', () => {
      const world = new World()
      create(world)
      expect(world.data('/pools/render', { method: 'DELETE' }).status).toBe(202)
      expect(world.data('/pools/render').body['state']).toBe('deleting')
      expect(refusalOf(world.data('/pools/render', { method: 'DELETE' })).code).toBe(
        'PoolBeingDeleted',
      )
      world.advance(120)
      expect(world.data('/pools/render').status).toBe(404)
    })
  })

  describe('resize and stopresize', () => {
    const resize = (world: World, body: JsonObject): Answer =>
      world.data('/pools/render/resize', { method: 'POST', body })

    test('change the number of nodes; a kind that is not named stays', () => {
      const world = new World()
      create(world, { targetLowPriorityNodes: 2 })
      world.advance(600)
      expect(resize(world, { targetDedicatedNodes: 4 }).status).toBe(202)
      world.advance(600)
      expect(world.data('/pools/render').body).toMatchObject({
        currentDedicatedNodes: 4,
        currentLowPriorityNodes: 2,
      })
    })

    test('are refused while another resize goes on, or none does', () => {
      const world = new World()
      create(world)
      expect(refusalOf(resize(world, { targetDedicatedNodes: 1 })).code).toBe('PoolBeingResized')
      expect(world.data('/pools/render/stopresize', { method: 'POST' }).status).toBe(202)
      world.advance(600)
      expect(world.data('/pools/render').body).toMatchObject({
        resizeErrors: [{ code: 'ResizeStopped' }],
      })
      expect(world.data('/pools/render/stopresize', { method: 'POST' }).status).toBe(409)
    })

    test('say no to a timeout below five minutes', () => {
      const world = new World()
      create(world)
      world.advance(600)
      const refused = resize(world, { targetDedicatedNodes: 1, resizeTimeout: 'PT1M' })
      expect(refusalOf(refused)).toMatchObject({ status: 400, code: 'InvalidPropertyValue' })
    })
  })

  describe('nodes', () => {
    const states = (world: World): unknown[] =>
      items(world.data('/pools/render/nodes')).map((node) => node['state'])

    test('are created, start, wait for the start task, then are idle', () => {
      const world = new World({ resizes: [{ nodesPerMinute: 6000 }] })
      create(world, { startTask: { commandLine: 'true', waitForSuccess: true } })
      const seen = [50, 20, 40, 30].map((seconds) => {
        world.advance(seconds)
        return states(world)
      })
      expect(seen).toEqual([
        ['creating', 'creating'],
        ['starting', 'starting'],
        ['waitingforstarttask', 'waitingforstarttask'],
        ['idle', 'idle'],
      ])
    })

    test('are told apart by kind and counted by state', () => {
      const world = new World()
      create(world, { targetLowPriorityNodes: 1 })
      world.advance(600)
      const nodes = items(world.data('/pools/render/nodes'))
      expect(nodes.filter((node) => node['isDedicated'] === true)).toHaveLength(2)
      expect(new Set(nodes.map((node) => node['id'])).size).toBe(3)
      expect(items(world.data('/nodecounts'))).toMatchObject([
        { poolId: 'render', dedicated: { idle: 2, total: 2 }, lowPriority: { idle: 1, total: 1 } },
      ])
    })

    test('whose agent does not fit the image become unusable with the reason', () => {
      const world = new World({}, { [definitionId]: { properties: { osType: 'Windows' } } })
      create(world)
      world.advance(600)
      expect(states(world)).toEqual(['unusable', 'unusable'])
      expect(items(world.data('/pools/render/nodes'))[0]).toMatchObject({
        errors: [{ code: 'BatchAgentInstallationFailure' }],
      })
    })

    test('can be filtered by state and cut to chosen fields', () => {
      const world = new World()
      create(world)
      world.advance(600)
      const query = '$select=id,state&$filter=' + encodeURIComponent("state eq 'idle'")
      const found = items(world.data(`/pools/render/nodes?${query}`))
      expect(found.map((node) => Object.keys(node))).toEqual([
        ['id', 'state'],
        ['id', 'state'],
      ])
      const pool = world.data('/pools/render?$select=id,state&timeout=30').body
      expect(Object.keys(pool)).toEqual(['odata.metadata', 'id', 'state'])
      expect(world.data('/pools/render?$expand=stats').status).toBe(501)
      expect(world.data('/pools?maxresults=some').status).toBe(501)
      const odd = world.data(`/pools/render/nodes?$filter=${encodeURIComponent('state lt 3')}`)
      expect(refusalOf(odd)).toMatchObject({ status: 400, code: 'InvalidQueryParameterValue' })
    })
  })

  describe('GET /supportedimages', () => {
    function all(world: World, query = ''): JsonObject[] {
      const found: JsonObject[] = []
      let answer = world.data(`/supportedimages${query}`)
      for (;;) {
        found.push(...items(answer))
        const next = answer.body['odata.nextLink']
        if (typeof next !== 'string') return found
        answer = world.call(next)
      }
    }

    test('tells images with their agents in pages', () => {
      const images = all(new World())
      expect(images.length).toBeGreaterThan(10)
      expect(images).toContainEqual({
        nodeAgentSKUId: 'batch.node.ubuntu 22.04',
        imageReference: {
          publisher: 'canonical',
          offer: '0001-com-ubuntu-server-jammy',
          sku: '22_04-lts',
          version: 'latest',
        },
        osType: 'linux',
        verificationType: 'verified',
        batchSupportEndOfLife: '2027-06-30T00:00:00Z',
      })
    })

    test('can be filtered', () => {
      const filter = encodeURIComponent("osType eq 'windows' and verificationType eq 'verified'")
      const images = all(new World(), `?$filter=${filter}`)
      expect(images.length).toBeGreaterThan(0)
      expect(new Set(images.map((image) => image['osType']))).toEqual(new Set(['windows']))
    })
  })

  describe('a shared key', () => {
    const request = (world: World, body: JsonObject, key?: string): Answer => {
      const keys = world.call(`${accountId}/listKeys`, { method: 'POST' }).body
      const url = new URL(
        'https://renderbatch.koreacentral.batch.azure.com/pools?api-version=2022-10-01.16.0&timeout=30',
      )
      const headers = {
        'ocp-date': 'Mon, 23 Nov 2026 12:00:00 GMT',
        'content-type': 'application/json',
      }
      const plain = { method: 'POST', url, headers, body: JSON.stringify(body) }
      const signature = signRequest(plain, 'renderbatch', key ?? (keys['secondary'] as string))
      const authorization = `SharedKey renderbatch:${signature}`
      const answer = world.simulator.handle({ ...plain, headers: { ...headers, authorization } })
      return { ...answer, body: (answer.body ?? {}) as JsonObject, properties: {} }
    }
    const marketplace = {
      virtualMachineConfiguration: {
        imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
        nodeAgentSKUId: 'batch.node.ubuntu 24.04',
      },
    }

    test('opens the data plane, either of the two', () => {
      expect(request(new World(), dataBody(marketplace)).status).toBe(201)
    })

    test('that is wrong is 403', () => {
      const wrong = Buffer.from('another').toString('base64')
      expect(refusalOf(request(new World(), dataBody(marketplace), wrong))).toMatchObject({
        status: 403,
        code: 'AuthenticationFailed',
      })
    })

    test('does not do for an image of Compute', () => {
      expect(refusalOf(request(new World(), dataBody()))).toMatchObject({
        status: 403,
        values: { AuthenticationErrorDetail: expect.stringContaining('SharedKey is not allowed') },
      })
    })
  })

  test('an endpoint that no account has is refused', () => {
    const world = new World()
    const url = 'https://nobody.koreacentral.batch.azure.com/pools'
    expect(refusalOf(world.call(url, { version: '2024-07-01.20.0' })).status).toBe(403)
  })

  test('pools made here can be deleted there', () => {
    const world = new World()
    create(world)
    expect(world.call(poolId('render'), { method: 'DELETE' }).status).toBe(202)
    expect(world.data('/pools/render').body['state']).toBe('deleting')
  })
})
