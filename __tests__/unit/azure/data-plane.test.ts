import { describe, expect, test } from '@jest/globals'
import type { BatchAccount } from '../../../src/ports/azure.js'
import { batch, call, openScripted, scriptedClient, type Scripted } from './scripted-client.js'

const account: BatchAccount = {
  id: `${batch}/batchAccounts/a`,
  name: 'a',
  location: 'koreacentral',
  accountEndpoint: 'a.koreacentral.batch.azure.com',
  poolAllocationMode: 'BatchService',
  properties: {},
}
const file = { pool: 'render', node: 'tvmps_1_d', path: 'startup/stderr.txt' }

async function tailOf(script: Scripted[], bytes = 10) {
  const client = scriptedClient(script)
  const azure = await openScripted(client)
  const tail = await azure.nodeFileTail(account, file, { ...call(), bytes })
  return { tail, sent: client.sent }
}

describe('the tail of a node’s file', () => {
  test('is asked for by range, its length first', async () => {
    const { tail, sent } = await tailOf([
      { headers: { 'content-length': '25' }, body: '' },
      { body: '0123456789' },
    ])
    expect(tail).toBe('0123456789')
    const path = '/pools/render/nodes/tvmps_1_d/files/startup%2Fstderr.txt'
    const url = `https://a.koreacentral.batch.azure.com${path}?api-version=2025-06-01`
    expect(sent.map((one) => [one.method, one.url])).toEqual([
      ['HEAD', url],
      ['GET', url],
    ])
    expect(sent[1]?.headers['ocp-range']).toBe('bytes=15-24')
  })

  test('of a file that is shorter is the whole', async () => {
    const { tail, sent } = await tailOf([
      { headers: { 'content-length': '3' }, body: '' },
      { body: 'abc' },
    ])
    expect([tail, sent[1]?.headers['ocp-range']]).toEqual(['abc', 'bytes=0-2'])
  })

  test('of an empty file is empty, without a second request', async () => {
    const { tail, sent } = await tailOf([{ headers: { 'content-length': '0' }, body: '' }])
    expect([tail, sent.length]).toEqual(['', 1])
  })

  test('of a file that is not there is undefined', async () => {
    expect((await tailOf([{ status: 404, body: '' }])).tail).toBeUndefined()
  })

  test('is cut where the service sends the whole, and at whole characters', async () => {
    const whole = await tailOf([
      { headers: { 'content-length': '20' }, body: '' },
      { body: 'abcdefghijklmnopqrst' },
    ])
    expect(whole.tail).toBe('klmnopqrst')
    const cut = await tailOf([
      { headers: { 'content-length': '20' }, body: '' },
      { body: '\uFFFD\uFFFDénd' },
    ])
    expect(cut.tail).toBe('énd')
  })

  test('has no signatures and tokens in it', async () => {
    const text = 'curl https://s.blob.core.windows.net/c/f?sv=1&sig=abc%2Bdef failed'
    const { tail } = await tailOf(
      [{ headers: { 'content-length': '90' }, body: '' }, { body: text }],
      500,
    )
    expect(tail).toMatch(/^curl https:\/\/s\.blob.* failed$/)
    expect(tail).not.toContain('abc%2Bdef')
  })
})

describe('requests', () => {
  test('quote names in filters and ask for few fields', async () => {
    const client = scriptedClient([{ body: { value: [] } }, { body: { value: [] } }])
    const azure = await openScripted(client)
    await azure.nodeCounts(account, "it's", call())
    await azure.nodes(account, 'p', {
      ...call(),
      states: ['startTaskFailed', 'unusable'],
      limit: 20,
    })
    const [counts = '', nodes = ''] = client.sent.map(({ url }) => decodeURIComponent(url))
    expect(counts).toContain("$filter=poolId eq 'it''s'&")
    expect(nodes).toContain(
      "$filter=state eq 'starttaskfailed' or state eq 'unusable'&maxresults=20",
    )
    expect(nodes).toContain('$select=id,state,stateTransitionTime,isDedicated,errors,startTaskInfo')
    expect(client.sent.every(({ url }) => !url.includes('+'))).toBe(true)
  })

  test.each(['..', ''])('are not sent to a path with "%s" in it', async (job) => {
    const client = scriptedClient([])
    const azure = await openScripted(client)
    await expect(azure.enableJob(account, job, call())).rejects.toBeInstanceOf(TypeError)
    expect(client.sent).toEqual([])
  })
})

test('a node tells how its start task ended, without the signed addresses of its files', async () => {
  const failureInfo = {
    category: 'usererror',
    code: 'FailureExitCode',
    message: 'The task exited with an exit code representing a failure',
    details: [{ name: 'Message', value: 'at https://s/f?sig=abcdef' }],
  }
  const startTaskInfo = { state: 'completed', exitCode: 3, result: 'failure', failureInfo }
  const node = { id: 'n1', state: 'starttaskfailed', isDedicated: false, startTaskInfo }
  const azure = await openScripted(scriptedClient([{ body: { value: [node] } }]))
  expect(await azure.nodes(account, 'p', { ...call(), limit: 5 })).toEqual([
    {
      id: 'n1',
      state: 'starttaskfailed',
      isDedicated: false,
      errors: [],
      startTask: {
        state: 'completed',
        exitCode: 3,
        failure: {
          code: 'FailureExitCode',
          message: failureInfo.message,
          details: [{ name: 'Message', value: 'at https://s/f?sig=***' }],
        },
      },
    },
  ])
})

describe('the deletion of a pool', () => {
  const id = `${batch}/batchAccounts/a/pools/p`
  const remove = async (script: Scripted[]) => {
    const client = scriptedClient(script)
    const azure = await openScripted(client)
    return { operation: await azure.deletePool(id, '2025-06-01', call()), sent: client.sent }
  }

  test('follows its location on Resource Manager’s own host only', async () => {
    const { operation, sent } = await remove([
      { status: 202, headers: { location: 'https://elsewhere.example/op?sig=abcdef' }, body: '' },
    ])
    await expect(operation.poll(call())).rejects.toMatchObject({
      error: { code: 'ForeignHost', message: expect.not.stringContaining('abcdef') },
    })
    expect(sent).toHaveLength(1)
  })

  test('without a location is followed by the pool', async () => {
    const { operation } = await remove([
      { status: 202, body: '' },
      { body: { id, properties: { provisioningState: 'Deleting' } } },
      { status: 404 },
    ])
    expect(await operation.poll(call())).toEqual({ done: false })
    expect(await operation.poll(call())).toEqual({ done: true })
  })

  test('that was forgotten with the pool still there is a failure', async () => {
    const { operation } = await remove([
      { status: 202, body: '' },
      { body: { id, properties: { provisioningState: 'Succeeded' } } },
    ])
    await expect(operation.poll(call())).rejects.toMatchObject({ error: { code: 'NotDeleted' } })
  })
})
