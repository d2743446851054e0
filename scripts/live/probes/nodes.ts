/** What only a pool with a node tells. */
import { numberAt, objectsAt, textAt } from '../../../src/shared/json-at.js'
import { waitFor } from '../../../src/apply/wait.js'
import { versions } from '../api-versions.js'
import { odata } from '../bodies.js'
import { verdictOf, type Facts, type Probe, type ProbeContext } from '../probe.js'

async function readFile(
  { azure, supplies }: ProbeContext,
  file: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Facts> {
  const { name, nodeId } = await supplies.nodes()
  const { endpoint } = await supplies.account()
  const path = `/pools/${name}/nodes/${nodeId}/files/${file}`
  const request = { method: 'GET', path, apiVersion: versions.batchData } as const
  return verdictOf(await azure.batch(endpoint, { ...request, headers }))
}

/** How far behind counts may be for a wait to use them. */
const bearableLagMs = 2 * 60_000

export const nodeProbes: readonly Probe[] = [
  {
    id: 'draining/who-leaves',
    question: 'Do nodes without tasks leave first?',
    why: 'a rollout takes nodes out of a pool at work',
    expected: { idleLeftFirst: true },
    ask: async ({ azure, supplies }) => {
      const { idleLeftFirst } = await supplies.drained(azure)
      return { idleLeftFirst }
    },
  },
  {
    id: 'draining/timeout',
    question: 'What is the error of a resize that passes its timeout before the tasks end?',
    why: 'a rollout must tell it from a lack of capacity',
    expected: { errors: ['AllocationTimedout'] },
    ask: async ({ azure, supplies }) => ({
      errors: (await supplies.drained(azure)).timeoutErrors,
    }),
  },
  {
    id: 'jobs/task-slots',
    question: 'Does a task count as one slot?',
    why: 'the report shows how much work a job has left',
    expected: { tasks: 1, slots: 1 },
    ask: async ({ azure, supplies }) => {
      const { counts } = await supplies.drained(azure)
      return { tasks: Number(counts['tasks']), slots: Number(counts['slots']) }
    },
  },
  {
    id: 'nodes/file-range',
    question: 'How is a part of a node’s file refused that lies behind its end?',
    why: 'the action reads the last part of a start task’s output',
    expected: { status: 416, code: 'InvalidRange' },
    ask: async (context) =>
      await readFile(context, 'startup/stdout.txt', {
        'ocp-range': 'bytes=1000000000-1000000100',
      }),
  },
  {
    id: 'nodes/counts-lag',
    question: 'Do the counts of a pool follow its list of nodes within two minutes?',
    why: 'the action lets counts prolong a wait; far behind, they would hold it up',
    expected: { followsInTime: true },
    ask: async ({ azure, supplies }) => {
      const { name } = await supplies.nodes()
      const { endpoint } = await supplies.account()
      const { clock, signal } = supplies
      const query = { $filter: `poolId eq '${name}'` }
      const request = { path: '/nodecounts', apiVersion: versions.batchData, query }
      const sinceMs = clock.now()
      await waitFor({
        ...{ clock, signal, what: 'the counts of the nodes', deadline: supplies.deadlineMs },
        probe: async () => {
          const { body } = await azure.batch(endpoint, { method: 'GET', ...request })
          const [counts] = objectsAt(body, 'value')
          const idle = numberAt(counts, 'dedicated', 'idle') ?? 0
          return idle > 0 ? { done: idle } : { pending: 'no node is counted as idle yet' }
        },
        everyMs: () => 5000,
        onPending: () => undefined,
      })
      return { followsInTime: clock.now() - sinceMs <= bearableLagMs }
    },
  },
  {
    id: 'pool/tags-with-nodes',
    question: 'May the tags of a pool change that has nodes?',
    why: 'the action changes tags at once, and leaves most other properties for a pool without nodes',
    expected: { isTaken: true, shown: 'yes' },
    ask: async ({ azure, supplies }) => {
      const { poolId: path } = await supplies.nodes()
      const request = { path, apiVersion: versions.batch }
      const body = { tags: { asked: 'yes' } }
      const { status } = await azure.arm({ method: 'PATCH', ...request, body })
      const shown = await azure.arm({ method: 'GET', ...request })
      return { isTaken: status < 400, shown: textAt(shown.body, 'tags', 'asked') ?? '' }
    },
  },
  {
    id: 'pool/etag-of-resize',
    question: 'Does a resize by the data plane change the pool’s etag?',
    why: 'the action notices by it that somebody else has resized the pool',
    expected: { changes: true },
    ask: async ({ azure, supplies, newName }) => {
      const account = await supplies.account()
      const name = newName('pool')
      const path = `${account.id}/pools/${name}`
      const request = { path, apiVersion: versions.batch }
      await azure.arm({ method: 'PUT', ...request, body: await supplies.poolBody() })
      const etagOf = async (): Promise<string> => {
        const { header, body } = await azure.arm({ method: 'GET', ...request })
        return header('etag') ?? textAt(body, 'etag') ?? ''
      }
      const before = await etagOf()
      const resize = { method: 'POST', apiVersion: versions.batchData, headers: odata } as const
      await azure.batch(account.endpoint, {
        ...{ ...resize, path: `/pools/${name}/resize` },
        body: { targetDedicatedNodes: 1 },
      })
      const after = await etagOf()
      // Whatever has begun to come is not wanted.
      await azure.batch(account.endpoint, {
        ...resize,
        path: `/pools/${name}/stopresize`,
        body: '',
      })
      await azure.arm({ method: 'DELETE', ...request })
      return { changes: before !== after }
    },
  },
]
