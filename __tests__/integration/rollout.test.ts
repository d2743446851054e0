import { describe, expect, test } from '@jest/globals'
import { Cancelled } from '../../src/shared/errors.js'
import {
  newImage,
  oldImage,
  poolId,
  poolsOf,
  rolloutWorld,
  writesOf,
} from '../support/rollout-world.js'

const jobs = [
  { id: 'nightly', pool: 'render' },
  { id: 'paused', pool: 'render', state: 'disabled' as const },
]
const outOfQuota = {
  [newImage]: [{ capacity: 0, error: { code: 'AccountCoreQuotaReached', message: 'no cores' } }],
}
const unusable = { [newImage]: { unusable: { nodes: 'all' as const } } }

const whole = { nodes: '5+0', target: '5+0' }

describe('recycle', () => {
  test('drains the pool, changes its image without nodes and brings them back', async () => {
    const { azure, roll } = await rolloutWorld('recycle', { jobs })
    const from = azure.simulator.transcript.entries.length
    const ended = await roll()
    expect([ended.failure, ended.outputs['outcome']]).toEqual([undefined, 'succeeded'])
    expect(poolsOf(azure)).toEqual({
      render: {
        ...{ image: '2.0.0', ...whole, role: undefined, marks: [] },
        jobs: ['nightly active', 'paused disabled'],
      },
    })
    expect(writesOf(azure, from)).toEqual(Array.from({ length: 4 }, () => 'PATCH render 200'))
    expect(ended.outputs).toMatchObject({ 'pool-id': poolId, 'image-reference-id': newImage })
  })

  test('puts the old image and its nodes back when the new nodes do not come', async () => {
    const { azure, roll } = await rolloutWorld('recycle', { jobs, resizesByImage: outOfQuota })
    const before = poolsOf(azure)
    const ended = await roll()
    expect(ended.failure).toContain('AccountCoreQuotaReached')
    expect(ended.lines.join('\n')).toContain('pool render is as it was before this run')
    expect(ended.outputs['current-dedicated-nodes']).toBe('5')
    expect(poolsOf(azure)).toEqual(before)
    expect(ended.summary).toContain('and pool render loses its nodes again')
    expect(ended.summary).not.toMatch(/run it again/i)
  })

  test('puts the old image back when every node of the new one is unusable', async () => {
    const { azure, roll } = await rolloutWorld('recycle', { jobs, nodesByImage: unusable })
    const before = poolsOf(azure)
    const ended = await roll()
    expect(ended.outputs['outcome']).toBe('failed')
    expect(poolsOf(azure)).toEqual(before)
  })

  test('gives the nodes back when tasks go on for longer than they may', async () => {
    const { azure, roll } = await rolloutWorld('recycle', { nodes: { busySeconds: 100_000 } })
    const before = poolsOf(azure)
    const ended = await roll({ 'drain-timeout': 'PT10M' })
    expect(ended.failure).toContain('raise drain-timeout')
    expect(poolsOf(azure)).toEqual(before)
  })

  test('goes on where a run that was killed has left the pool', async () => {
    const { azure, roll, rollAndKill } = await rolloutWorld('recycle', { jobs })
    await rollAndKill(/^PATCH .*pools.render$/, 1)
    expect(poolsOf(azure)['render']).toMatchObject({
      target: '0+0',
      marks: ['image-to-pool-before'],
    })
    const ended = await roll()
    expect(ended.failure).toBeUndefined()
    expect(poolsOf(azure)['render']).toMatchObject({ image: '2.0.0', ...whole, marks: [] })
  })

  test('drains anew after a run whose drain was stopped when it was cancelled', async () => {
    const { azure, roll, onAnswer } = await rolloutWorld('recycle', { nodes: { busySeconds: 600 } })
    const cancel = new AbortController()
    onAnswer((request) => {
      if (/^PATCH .*pools.render$/.test(request)) cancel.abort(new Cancelled('cancelled by SIGINT'))
    })
    const stopped = await roll({ 'on-cancel': 'stop-resize' }, { cancelled: cancel.signal })
    expect(stopped.outputs['outcome']).toBe('cancelled')
    const said = stopped.lines.join('\n')
    expect(said).toContain('the resize of pool render was stopped')
    expect(said).toContain('not undone: pool render is not as it was before this run')
    expect(said).not.toContain('losing its nodes')
    onAnswer(() => undefined)
    const ended = await roll()
    expect(ended.failure).toBeUndefined()
    expect(poolsOf(azure)['render']).toMatchObject({ image: '2.0.0', ...whole, marks: [] })
  })

  test('says of a drain that somebody else stopped that it was stopped', async () => {
    const stop = { stopResize: 'render' }
    const { azure, roll } = await rolloutWorld('recycle', {
      nodes: { busySeconds: 100_000 },
      events: [{ since: 'resize', resize: 2, afterSeconds: 30, do: stop }],
    })
    const before = poolsOf(azure)
    const ended = await roll()
    expect(ended.failure).toContain(
      '5 nodes of pool render were still there when its resize was stopped',
    )
    expect(ended.failure).not.toContain('drain-timeout')
    expect(poolsOf(azure)).toEqual(before)
    // Of the resize that was stopped: none begins where no node has to come.
    expect(ended.outputs['target-dedicated-nodes']).toBe('5')
  })

  test('outlives a short outage while it waits for tasks to end', async () => {
    const { azure, roll, onAnswer } = await rolloutWorld('recycle', { nodes: { busySeconds: 600 } })
    // Three looks, each with the SDK's four attempts.
    const headers = { 'retry-after-ms': '1' }
    const outage = { on: 'GET .*/pools/render$', status: 503, headers, times: 12 }
    let isOut = false
    onAnswer((request) => {
      if (isOut || !/^PATCH .*pools.render$/.test(request)) return
      isOut = true
      azure.simulator.faults.add(outage)
    })
    const ended = await roll()
    expect(ended.failure).toBeUndefined()
    expect(ended.lines.join('\n')).toContain('Azure answered 503')
    expect(poolsOf(azure)['render']).toMatchObject({ image: '2.0.0', ...whole, marks: [] })
  })

  test('changes the scale alone without taking a node away', async () => {
    const { azure, roll } = await rolloutWorld('recycle')
    const from = azure.simulator.transcript.entries.length
    const ended = await roll({ 'image-id': oldImage, 'target-dedicated-nodes': '7' })
    expect(ended.failure).toBeUndefined()
    expect(ended.outputs['plan']).toContain('1 resource: update')
    expect(writesOf(azure, from)).toEqual(['PATCH render 200'])
  })

  test('is unchanged when there is nothing to do', async () => {
    const { roll } = await rolloutWorld('recycle')
    const ended = await roll({ 'image-id': oldImage })
    expect(ended.outputs['outcome']).toBe('unchanged')
  })
})

describe('replace', () => {
  test('deletes the pool and makes it anew once its name is free', async () => {
    const { azure, roll } = await rolloutWorld('replace', { jobs })
    const from = azure.simulator.transcript.entries.length
    const ended = await roll()
    expect([ended.failure, ended.outputs['outcome']]).toEqual([undefined, 'succeeded'])
    expect(writesOf(azure, from)).toEqual([
      'PATCH render 200',
      'DELETE render 202',
      'PUT render 200',
    ])
    expect(poolsOf(azure)['render']).toMatchObject({ image: '2.0.0', ...whole, marks: [] })
  })

  test.each(['keep', 'rollback'])(
    'makes the old pool again when the nodes of the new one do not come, with on-failure %s',
    async (policy) => {
      const { azure, roll } = await rolloutWorld('replace', { jobs, resizesByImage: outOfQuota })
      const before = poolsOf(azure)
      const ended = await roll({ 'on-failure': policy })
      expect(ended.outputs).toMatchObject({ 'pool-id': poolId, 'current-dedicated-nodes': '5' })
      expect(ended.lines.join('\n')).toContain(
        'pool render was recreated as it was before this run',
      )
      expect(poolsOf(azure)).toEqual(before)
    },
  )
})

describe('replace, when somebody else takes the name of the deleted pool', () => {
  test('leaves that pool alone', async () => {
    const { azure, roll, onAnswer } = await rolloutWorld('replace')
    const url = new URL(`https://management.azure.com${poolId}?api-version=2025-06-01`)
    const body = JSON.stringify({
      properties: {
        vmSize: 'Standard_D2s_v5',
        scaleSettings: { fixedScale: { targetDedicatedNodes: 0 } },
        deploymentConfiguration: {
          virtualMachineConfiguration: {
            imageReference: { id: oldImage },
            nodeAgentSkuId: 'batch.node.ubuntu 22.04',
          },
        },
      },
    })
    const headers = { 'content-type': 'application/json' }
    const pool = () => azure.simulator.store.get(poolId)
    onAnswer((request) => {
      if (request.startsWith('GET ') && pool() === undefined)
        azure.simulator.handle({ method: 'PUT', url, headers, body })
    })
    const ended = await roll({ 'on-failure': 'rollback' })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(pool()?.properties).toMatchObject({
      vmSize: 'STANDARD_D2S_V5',
      scaleSettings: { fixedScale: { targetDedicatedNodes: 0 } },
    })
    expect(pool()?.properties).not.toHaveProperty('metadata')
    expect(ended.failure).toContain(
      'pool render was not recreated as it was before this run: a pool that this run did not make has its name',
    )
  })
})

describe('blue-green', () => {
  test('tries one node, then brings all of them, moves the jobs and retires the old pool', async () => {
    const { azure, roll } = await rolloutWorld('blue-green', { jobs }, { 'move-jobs': 'true' })
    expect(poolsOf(azure)).toMatchObject({ render: { role: 'live' } })
    const ended = await roll()
    expect([ended.failure, ended.outputs['outcome']]).toEqual([undefined, 'succeeded'])
    const { render, ...others } = poolsOf(azure)
    const [[green, pool] = ['', undefined]] = Object.entries(others)
    expect(green).toMatch(/^render-[0-9a-f]{8}$/)
    expect(render).toMatchObject({ image: '1.0.0', target: '0+0', role: 'retired', jobs: [] })
    expect(pool).toEqual({
      ...{ image: '2.0.0', ...whole, role: 'live', marks: [] },
      jobs: ['nightly active', 'paused disabled'],
    })
    expect(ended.outputs['pool-name']).toBe(green)
    expect(ended.lines.join('\n')).toContain(
      `create pool ${green} beside render with 1 dedicated node`,
    )
  })

  test('never touches the old pool when the new one fails', async () => {
    const { azure, roll } = await rolloutWorld('blue-green', { jobs, nodesByImage: unusable })
    const before = poolsOf(azure)
    const from = azure.simulator.transcript.entries.length
    const ended = await roll({ 'on-failure': 'rollback', 'move-jobs': 'true' })
    expect(ended.outputs).toMatchObject({ outcome: 'failed', 'pool-name': 'render' })
    expect(poolsOf(azure)).toEqual(before)
    expect(writesOf(azure, from).filter((write) => / render /.test(write))).toEqual([])
  })

  test.each(['keep', 'rollback'])(
    'names the old pool as the live one when it cannot be retired, with on-failure %s',
    async (policy) => {
      const body = { error: { code: 'AuthorizationFailed', message: 'may not' } }
      const faults = [{ on: 'PATCH .*/pools/render$', status: 403, body }]
      const { azure, roll } = await rolloutWorld('blue-green', { faults })
      const ended = await roll({ 'on-failure': policy })
      expect(ended.outputs).toMatchObject({ outcome: 'failed', 'pool-name': 'render' })
      expect(poolsOf(azure)['render']).toMatchObject({ ...whole, role: 'live' })
      const said = ended.lines.join('\n')
      expect(said).toMatch(/undone: pool render-\w+ is not marked as the live one any more/)
      expect(said).not.toContain('as it was before this run')
      expect(said).toContain(`live pool: ${poolId}`)
      if (policy === 'keep') expect(ended.summary).toContain('the live one is still `render`')
    },
  )

  test('brings the old pool back when its image is wanted again', async () => {
    const { azure, roll } = await rolloutWorld('blue-green', { jobs })
    await roll()
    const from = azure.simulator.transcript.entries.length
    const ended = await roll({ 'image-id': oldImage })
    expect(ended.failure).toBeUndefined()
    expect(ended.outputs['pool-name']).toBe('render')
    expect(writesOf(azure, from).filter((write) => /^(PUT|DELETE)/.test(write))).toEqual([])
    const { render, ...others } = poolsOf(azure)
    expect(render).toMatchObject({ ...whole, role: 'live' })
    expect(Object.values(others)).toMatchObject([{ role: 'retired', target: '0+0' }])
  })

  test('is unchanged when run again, and only scales for another number of nodes', async () => {
    const { azure, roll } = await rolloutWorld('blue-green')
    await roll()
    const again = await roll()
    expect(again.outputs['outcome']).toBe('unchanged')
    const scaled = await roll({ 'target-dedicated-nodes': '6' })
    expect(scaled.outputs['outcome']).toBe('succeeded')
    expect(Object.keys(poolsOf(azure))).toHaveLength(2)
    expect(Object.values(poolsOf(azure))).toContainEqual(
      expect.objectContaining({ role: 'live', nodes: '6+0' }),
    )
  })

  test('finds the pool again that a killed run has begun', async () => {
    const { azure, roll, rollAndKill } = await rolloutWorld('blue-green', { jobs })
    await rollAndKill(/^GET .*pools.render-\w+$/, 6)
    expect(Object.values(poolsOf(azure))).toContainEqual(
      expect.objectContaining({ role: 'canary', nodes: '1+0' }),
    )
    const ended = await roll()
    expect(ended.failure).toBeUndefined()
    expect(
      Object.values(poolsOf(azure))
        .map(({ role }) => role)
        .sort(),
    ).toEqual(['live', 'retired'])
  })

  test.each([
    ['the node that it is tried with', 1, 1, '1+0'],
    ['some of all its nodes', 0, 3, '5+0'],
  ])(
    'tries new nodes when it is run again after %s failed',
    async (_, failingFirst, failingThen, left) => {
      const broken = { nodes: failingFirst }
      const { azure, roll, onAnswer } = await rolloutWorld('blue-green', {
        nodesByImage: { [newImage]: { unusable: broken } },
      })
      const atPatch = (nodes: number) => {
        onAnswer((request) => {
          if (request.startsWith('PATCH')) broken.nodes = nodes
        })
      }
      atPatch(failingThen)
      const failed = await roll()
      expect(failed.outputs).toMatchObject({ outcome: 'failed', 'pool-name': 'render' })
      const pools = () => Object.values(poolsOf(azure))
      expect(pools()).toContainEqual(expect.objectContaining({ role: 'canary', nodes: left }))
      // What was wrong is mended: new nodes do not have it, the old ones do not come to.
      atPatch(0)
      const ended = await roll()
      expect(ended.failure).toBeUndefined()
      expect(ended.lines.join('\n')).toContain('new nodes take the place of these')
      expect(ended.outputs['node-errors']).toBe('[]')
      expect(pools()).toContainEqual(expect.objectContaining({ role: 'live', ...whole }))
    },
  )

  test('gives a pool up when its new nodes fail as well', async () => {
    const { azure, roll } = await rolloutWorld('blue-green', { nodesByImage: unusable })
    await roll()
    const from = azure.simulator.transcript.entries.length
    const ended = await roll()
    expect(ended.outputs).toMatchObject({ outcome: 'failed', 'pool-name': 'render' })
    expect(writesOf(azure, from)).toHaveLength(2)
  })
})
