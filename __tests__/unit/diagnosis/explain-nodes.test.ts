import { describe, expect, test } from '@jest/globals'
import { explainNodes, reportNodes, type Observed } from '../../../src/diagnosis/explain-nodes.js'
import type { Node, NodeError } from '../../../src/ports/azure.js'

function node(id: string, state: string, rest: Partial<Node> = {}): Node {
  return { id, state, isDedicated: true, errors: [], ...rest }
}

function error(code: string, message = `${code} happened`): NodeError {
  return { code, message, details: [{ name: 'Reason', value: 'a reason' }] }
}

function startTaskFailed(id: string, exitCode: number): Node {
  const failure = { code: 'FailureExitCode', message: 'The task exited badly', details: [] }
  return node(id, 'starttaskfailed', { startTask: { state: 'completed', exitCode, failure } })
}

function observed(
  dedicated: Readonly<Record<string, number>>,
  nodes: readonly Node[] = [],
  rest: Partial<Observed> = {},
): Observed {
  const count = Object.values(dedicated).reduce((sum, one) => sum + one, 0)
  return {
    counts: { dedicated, lowPriority: {} },
    target: { dedicated: count, lowPriority: 0 },
    nodes,
    stderr: new Map(),
    subject: { account: 'renderbatch', region: 'koreacentral' },
    ...rest,
  }
}

describe('start tasks that fail', () => {
  const nodes = [startTaskFailed('a', 1), startTaskFailed('b', 127), startTaskFailed('c', 1)]
  const pool = observed({ idle: 37, startTaskFailed: 3 }, nodes, {
    stderr: new Map([['a', 'line one\nmount error(13): Permission denied']]),
  })

  test('are grouped by how they ended, the commonest first', () => {
    expect(reportNodes(pool)).toMatchObject([
      { state: 'startTaskFailed', count: 2, nodes: ['a', 'c'], exitCode: 1 },
      { state: 'startTaskFailed', count: 1, nodes: ['b'], exitCode: 127 },
    ])
  })

  test('show the end of their stderr, in the output whole and in the log line by line', () => {
    expect(reportNodes(pool)[0]?.stderr).toBe('line one\nmount error(13): Permission denied')
    expect(explainNodes(pool)[0]).toMatchObject({
      message: '2 nodes startTaskFailed, exit code 1 (a, c): The task exited badly',
      retryable: false,
      remedy: expect.stringMatching(/stderr.*startTask\.commandLine/),
      evidence: [
        { code: 'stderr', message: 'line one' },
        { code: 'stderr', message: 'mount error(13): Permission denied' },
      ],
    })
  })

  test('of which only some were read: a single way of failing speaks for all', () => {
    const some = observed({ startTaskFailed: 1200, idle: 1300 }, [startTaskFailed('a', 1)])
    expect(reportNodes(some)).toMatchObject([{ count: 1200, nodes: ['a'] }])
  })

  test('of which none may be read are counted all the same', () => {
    expect(reportNodes(observed({ idle: 37, startTaskFailed: 3 }))).toMatchObject([
      { state: 'startTaskFailed', code: 'startTaskFailed', count: 3, nodes: [] },
    ])
  })
})

describe('unusable nodes', () => {
  test('some of them, with an error: what it means', () => {
    const bad = node('a', 'unusable', { errors: [error('DiskFull')] })
    expect(explainNodes(observed({ idle: 39, unusable: 1 }, [bad]))).toMatchObject([
      { code: 'DiskFull', cause: expect.stringMatching(/disk of the node is full/) },
    ])
  })

  test('all of them, without an error: configuration, with what to check in order', () => {
    const nodes = ['a', 'b', 'c'].map((id) => node(id, 'unusable'))
    const [whole, ...others] = explainNodes(observed({ unusable: 3 }, nodes))
    expect(others).toEqual([])
    expect(whole).toMatchObject({
      code: 'AllNodesUnusable',
      message: '3 unusable',
      cause: 'all nodes are unusable at once: configuration, not luck',
      retryable: false,
    })
    const order = ['security group', 'DNS', 'nodeManagement', 'image', 'nodeAgentSkuId']
    const places = order.map((word) => whole?.remedy.indexOf(word) ?? -1)
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(whole?.remedy).toContain('BatchNodeManagement.koreacentral')
  })

  test('all of them, with an error: that error says which configuration', () => {
    const nodes = ['a', 'b'].map((id) =>
      node(id, 'unusable', { errors: [error('BatchAgentInstallationFailure')] }),
    )
    const pool = observed({ unusable: 2 }, nodes)
    expect(explainNodes(pool)).toMatchObject([
      {
        cause: expect.stringMatching(/configuration, not luck; the Batch node agent/),
        remedy: expect.stringMatching(/nodeAgentSkuId/),
        evidence: expect.arrayContaining([{ code: 'Reason', message: 'a reason' }]),
      },
    ])
    expect(reportNodes(pool)).toMatchObject([{ cause: expect.stringMatching(/not luck/) }])
  })

  test('one alone may be out of luck', () => {
    expect(explainNodes(observed({ unusable: 1 }, [node('a', 'unusable')]))).toMatchObject([
      { code: 'unusable', message: '1 node unusable (a)' },
    ])
  })

  test('with an error that nobody knows show it', () => {
    const bad = node('a', 'unusable', { errors: [error('SomethingNew')] })
    expect(explainNodes(observed({ idle: 1, unusable: 1 }, [bad]))).toMatchObject([
      { code: 'SomethingNew', cause: expect.stringContaining('SomethingNew') },
    ])
  })
})

describe('nodes that are neither ready nor failed', () => {
  test('are told by state where the target is missed', () => {
    const pool = observed({ idle: 5, preempted: 3, waitingForStartTask: 1 }, [], {
      target: { dedicated: 10, lowPriority: 0 },
    })
    expect(reportNodes(pool).map(({ state, count }) => [state, count])).toEqual([
      ['preempted', 3],
      ['waitingForStartTask', 1],
      ['missing', 1],
    ])
    expect(reportNodes(pool).every(({ cause, remedy }) => cause !== '' && remedy !== '')).toBe(true)
  })

  test('are no trouble where the target is met', () => {
    const pool = observed({ idle: 10, leavingPool: 2 }, [], {
      target: { dedicated: 10, lowPriority: 0 },
    })
    expect(reportNodes(pool)).toEqual([])
  })
})
