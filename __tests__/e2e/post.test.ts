import { afterEach, describe, expect, test } from '@jest/globals'
import { signalAt, type Signalled } from '../support/signalled.js'

let job: Signalled | undefined
afterEach(async () => {
  await job?.close()
  job = undefined
})

const quick = { speed: 600, imageSeconds: 1, replicationSecondsPerRegion: 1 }
const slowPool = { ...quick, resizes: [{ nodesPerMinute: 1e-3 }] }
const whileNodesCome = { at: /GET .*\/pools\/render$/, nth: 3, scenario: slowPool }
const never = { at: /^nothing$/, scenario: quick }

describe('the post step', () => {
  test('after a good run says nothing and asks Azure nothing', async () => {
    job = await signalAt({ ...never, inputs: { 'wait-for': 'none', 'on-cancel': 'rollback' } })
    expect(job.main).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
    expect(job.post).toMatchObject({ status: 0, log: '', summary: '', outputs: {} })
    expect(job.inPost).toEqual([])
  })

  test('after a cancelled run takes back what was made, where on-cancel is rollback', async () => {
    job = await signalAt({ ...whileNodesCome, inputs: { 'on-cancel': 'rollback' } })
    expect(job.main.endedAfterMs).toBeLessThan(5_000)
    expect(job.main.outputs['outcome']).toBe('cancelled')
    expect(job.main.summary).toContain('the post step of this action undoes')
    expect(job.afterSignal.filter((request) => request.startsWith('POST'))).toHaveLength(1)
    expect(job.post).toMatchObject({ status: 0, outputs: {} })
    expect(job.left).toEqual([])
    expect(job.post.log).toContain('done after the run: pool render was deleted again')
    expect(job.post.summary).toContain('- image version 1.0.0 was deleted again')
  })

  test('does the same for a process that was killed', async () => {
    const inputs = { 'on-cancel': 'rollback' }
    job = await signalAt({ ...whileNodesCome, inputs, signal: 'SIGKILL' })
    expect(job.main.outputs).toEqual({})
    expect(job.post).toMatchObject({ status: 0, outputs: {} })
    expect(job.left).toEqual([])
  })
})
