import { afterEach, describe, expect, test } from '@jest/globals'
import { runAction } from './action.js'
import { startCloud, wholeWay, type Cloud } from './azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

/** Slow enough that no step is over before the signal comes; fast in what it asks to wait before the next look. */
const slow = {
  speed: 60,
  imageSeconds: 1e6,
  replicationSecondsPerRegion: 1e6,
  resizes: [{ nodesPerMinute: 1e-3 }],
}
/** Never says what the account is. */
const silent = { ...slow, faults: [{ on: 'GET .*/batchAccounts/', break: 'timeout' as const }] }
const quickImage = { ...slow, imageSeconds: 0 }
const quickVersion = { ...quickImage, replicationSecondsPerRegion: 0 }

/** Sends the signal once, when the log says `when`. */
function killWhen(when: string, signal: NodeJS.Signals = 'SIGINT') {
  let done = false
  return (log: string, kill: (name: NodeJS.Signals) => void): void => {
    if (done || !log.includes(when)) return
    done = true
    kill(signal)
  }
}

describe('a run that is told to stop', () => {
  test.each([
    ['while Azure is read', silent, '::debug::GET', 'before anything was written'],
    ['while the image is made', slow, 'is being created', 'image render-1 is still being created'],
    [
      'while the version replicates',
      quickImage,
      'Replicating',
      'image version 1.0.0 is still replicating',
    ],
    [
      'while the pool resizes',
      quickVersion,
      'Resizing, 0/10',
      'pool render is still resizing to 10 nodes',
    ],
  ])(
    '%s ends at once and says what Azure goes on with',
    async (_, scenario, when, says) => {
      cloud = await startCloud(scenario)
      const ended = await runAction({
        inputs: { ...cloud.inputs, ...wholeWay, 'report-path': 'report.json' },
        env: { ...cloud.env, RUNNER_DEBUG: '1' },
        onLog: killWhen(when),
      })
      expect(ended.endedAfterMs).toBeLessThan(5000)
      expect(ended.status).toBe(1)
      expect(ended.outputs['outcome']).toBe('cancelled')
      expect(ended.log).toContain(says)
      expect(ended.log.match(/^::error::/gm)).toHaveLength(1)
      expect(ended.summary).toContain(says)
      expect(ended.report).toContain(says)
      expect(JSON.parse(ended.report)).toMatchObject({
        outcome: 'cancelled',
        configs: [{ problem: { kind: 'cancelled' } }],
      })
      expect(ended.summary).toContain('## 🚫 image-to-pool: cancelled by SIGINT')
    },
    30_000,
  )

  test('starts no further step', async () => {
    cloud = await startCloud({ ...slow, imageSeconds: 60 })
    await runAction({
      inputs: { ...cloud.inputs, ...wholeWay },
      env: cloud.env,
      onLog: killWhen('is being created', 'SIGTERM'),
    })
    expect(cloud.simulator.transcript.writes()).toHaveLength(1)
  })

  test('while a request hangs ends all the same', async () => {
    cloud = await startCloud({ ...slow, faults: [{ on: 'PUT .*/images/', break: 'timeout' }] })
    const ended = await runAction({
      inputs: { ...cloud.inputs, ...wholeWay },
      env: cloud.env,
      onLog: killWhen('::group::1/4'),
    })
    expect(ended.endedAfterMs).toBeLessThan(5000)
    expect(ended.outputs['outcome']).toBe('cancelled')
    expect(ended.log).toContain('the request to create image render-1 may have been accepted')
  })

  test('is continued by running it again', async () => {
    cloud = await startCloud({
      ...{ ...quickVersion, imageSeconds: 60, resizes: [] },
    })
    const invocation = {
      inputs: { ...cloud.inputs, ...wholeWay, 'wait-for': 'none' },
      env: cloud.env,
    }
    const first = await runAction({ ...invocation, onLog: killWhen('is being created') })
    expect(first.outputs).toMatchObject({ outcome: 'cancelled', changed: 'true' })
    const second = await runAction(invocation)
    expect(second).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
    expect(second.outputs['image-id']).toBe(first.outputs['image-id'])
    expect(
      cloud.simulator.transcript.writes().filter(({ path }) => path.endsWith('/render-1')),
    ).toHaveLength(1)
  })
})

test('a signal before anything else is loaded is heard', async () => {
  const tellWhenHeard = `
    const { on } = process
    process.on = (name, listener) => {
      on.call(process, name, listener)
      if (name === 'SIGHUP') console.log('listening')
      return process
    }`
  const ended = await runAction({
    inputs: { ...wholeWay, environment: 'simulator' },
    nodeArguments: ['--import', `data:text/javascript,${encodeURIComponent(tellWhenHeard)}`],
    onLog: killWhen('listening'),
  })
  expect(ended.endedAfterMs).toBeLessThan(5000)
  expect(ended.outputs['outcome']).toBe('cancelled')
  expect(ended.log).toContain('cancelled by SIGINT')
})

test('a second signal ends the process without waiting', async () => {
  cloud = await startCloud(slow)
  let killed = 0
  const ended = await runAction({
    inputs: { ...cloud.inputs, ...wholeWay },
    env: cloud.env,
    onLog: (log, kill) => {
      if (!log.includes('is being created') || killed > 0) return
      killed = 2
      kill('SIGINT')
      kill('SIGTERM')
    },
  })
  expect(ended.endedAfterMs).toBeLessThan(1000)
  expect(ended.status).not.toBe(0)
})

test('the timeout of the run ends it as failed and says what was last seen', async () => {
  cloud = await startCloud(quickVersion)
  const ended = await runAction({
    inputs: { ...cloud.inputs, ...wholeWay, timeout: 'PT4S' },
    env: cloud.env,
  })
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
  expect(ended.log).toMatch(
    /timeout of PT4S has passed during: wait for 10 dedicated nodes.*last seen: Resizing/,
  )
  expect(ended.log).toContain('pool render is still resizing to 10 nodes')
})
