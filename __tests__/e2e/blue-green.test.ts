/** A pool that was rolled out blue-green, and all the runs that come after: through the built action. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { runAction, type Ended } from './action.js'
import { startCloud, wholeWay, type Cloud } from './azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

const account = wholeWay['batch-account'] ?? ''
const quick = {
  speed: 20_000,
  imageSeconds: 1,
  replicationSecondsPerRegion: 1,
  poolDeleteSeconds: 10,
}

async function run(more: Readonly<Record<string, string>>): Promise<Ended> {
  if (cloud === undefined) throw new Error('no cloud')
  const inputs = { ...cloud.inputs, ...wholeWay, 'target-dedicated-nodes': '2', ...more }
  return await runAction({ inputs, env: cloud.env })
}

/** Names of the pools that have nodes, or are to have some. */
function withNodes(): readonly string[] {
  const pools = cloud?.simulator.store.list(`${account}/pools`) ?? []
  return pools.flatMap(({ name, properties }) => {
    const scale = properties['scaleSettings'] as {
      fixedScale?: { targetDedicatedNodes?: number }
    }
    return (scale.fixedScale?.targetDedicatedNodes ?? 0) > 0 ? [name] : []
  })
}

/** Two releases of `render`: the second made a pool beside it. */
async function rolledOut(more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  cloud = await startCloud({ ...quick, jobs: [{ id: 'night', pool: 'render' }] })
  const strategy = { 'on-existing-pool': 'blue-green', 'rollback-window': 'PT1S', ...more }
  expect((await run(strategy)).status).toBe(0)
  const second = await run({ ...strategy, 'image-name': 'render-2' })
  expect(second.status).toBe(0)
  expect(withNodes()).toEqual([second.outputs['pool-name']])
  expect(second.outputs['pool-name']).not.toBe('render')
  return second
}

describe('on success the summary says first', () => {
  test('where to send the jobs, and which wait where', async () => {
    const { summary, log, outputs } = await rolledOut()
    const first = summary.split('\n').filter((line) => line !== '')[1]
    expect(first).toContain(`Send jobs to pool ${outputs['pool-name'] ?? ''}: render is retired`)
    expect(log).toContain(`Send jobs to pool ${outputs['pool-name'] ?? ''}: render is retired`)
  }, 60_000)

  test('that they were moved', async () => {
    const { summary, outputs } = await rolledOut({ 'move-jobs': 'true' })
    const first = summary.split('\n').filter((line) => line !== '')[1]
    expect(first).toContain(`The jobs were moved to pool ${outputs['pool-name'] ?? ''}`)
  }, 60_000)
})

describe('a later run', () => {
  const strategies = ['', 'recycle', 'replace']

  test('with any other strategy is refused, by the name of the live pool', async () => {
    const { outputs } = await rolledOut()
    const live = outputs['pool-name'] ?? ''
    const writes = (): number => cloud?.simulator.transcript.writes().length ?? 0
    const before = writes()
    for (const strategy of strategies) {
      const ended = await run({ 'image-name': 'render-2', 'on-existing-pool': strategy })
      expect(ended.status).toBe(1)
      expect(ended.log).toContain('pool render is not the live one')
      expect(ended.log).toContain(live)
      expect(ended.log).toContain('set on-existing-pool to blue-green')
    }
    expect(writes()).toBe(before)
    expect(withNodes()).toEqual([live])
  }, 120_000)

  test('after a cleanup that removed the retired pool, once it had no jobs, too', async () => {
    const { outputs } = await rolledOut()
    const live = outputs['pool-name'] ?? ''
    const kept = await run({ mode: 'cleanup', 'keep-last': '1' })
    expect(kept.log).toMatch(
      /keep pool render .*(jobs are on it that are not over: night|for going)/,
    )
    expect(kept.log).not.toContain('delete pool render')
    cloud?.simulator.store.delete(`${account}/jobs/night`)
    // The window for going back is a second: a cleanup within it keeps the pool, and a later one does not.
    const isThere = () => cloud?.simulator.store.get(`${account}/pools/render`) !== undefined
    for (let tries = 0; tries < 20 && isThere(); tries += 1) {
      const cleaned = await run({ mode: 'cleanup', 'keep-last': '1' })
      expect(cleaned.status).toBe(0)
    }
    expect(cloud?.simulator.store.get(`${account}/pools/render`)).toBeUndefined()
    const ended = await run({ 'image-name': 'render-2' })
    expect(ended.status).toBe(1)
    expect(ended.log).toContain(`has put pool ${live} in its place`)
    expect(withNodes()).toEqual([live])
    const good = await run({ 'image-name': 'render-2', 'on-existing-pool': 'blue-green' })
    expect(good.outputs['outcome']).toBe('unchanged')
    expect(good.summary).toContain(`Send jobs to pool ${live}`)
  }, 120_000)

  test('of the same config file under another name is refused, whatever its strategy', async () => {
    cloud = await startCloud(quick)
    const roll = async (name: string, strategy: string): Promise<Ended> => {
      const rollout = strategy === '' ? '' : `rollout: { onExistingPool: ${strategy} }\n`
      const inputs = { ...cloud?.inputs, ...wholeWay, 'pool-name': '', config: 'pool.yml' }
      return await runAction({
        inputs: { ...inputs, 'target-dedicated-nodes': '2' },
        env: { ...cloud?.env, GITHUB_REPOSITORY: 'owner/name' },
        files: { 'pool.yml': `pool: { name: ${name} }\n${rollout}` },
      })
    }
    expect((await roll('render', 'blue-green')).status).toBe(0)
    for (const strategy of ['blue-green', '']) {
      const ended = await roll('render-of-the-team', strategy)
      expect(ended.status).toBe(1)
      expect(ended.log).toContain('this config has made pool render, which is live')
      expect(ended.log).toMatch(/file=pool\.yml,line=1/)
    }
    expect(withNodes()).toEqual(['render'])
    expect((await roll('render', 'blue-green')).outputs['outcome']).toBe('unchanged')
  }, 120_000)

  test('that names the live pool changes it, and one that names a retired one of it is refused', async () => {
    const { outputs } = await rolledOut()
    const second = outputs['pool-name'] ?? ''
    const changed = { 'image-name': 'render-2', 'pool-name': second }
    const more = await run({ ...changed, 'target-dedicated-nodes': '3' })
    expect(more.outputs['outcome']).toBe('succeeded')
    expect(withNodes()).toEqual([second])
    const third = await run({ 'image-name': 'render-3', 'on-existing-pool': 'blue-green' })
    const live = third.outputs['pool-name'] ?? ''
    expect(withNodes()).toEqual([live])
    for (const strategy of ['update', 'blue-green']) {
      const ended = await run({ ...changed, 'on-existing-pool': strategy })
      expect(ended.status).toBe(1)
      expect(ended.log).toContain(`pool ${second} is not the live one`)
      expect(ended.log).toContain(live)
    }
    expect(withNodes()).toEqual([live])
  }, 120_000)
})
