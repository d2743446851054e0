/** Jobs of the data plane, as far as they are moved from pool to pool: listed, disabled, patched, enabled. */
import { createHash } from 'node:crypto'
import { isObject, numberAt, objectAt, textAt } from '../../json.js'
import {
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../../kernel.js'
import { dataRoute } from './data-account.js'
import { listQuery, odataHeaders, odataItem, odataPage, showQuery } from './data-answers.js'
import { jobType, stateOf } from './jobs.js'
import { problem } from './problem.js'

/** How long running tasks take to be put back into the queue, and a job to take up work again. */
const disableSeconds = 20
const enableSeconds = 5

function showJob({ clock, origin }: RouteContext, job: StoredResource): JsonObject {
  const now = clock.now()
  const poolId = textAt(job.properties, 'poolId') ?? ''
  const since = job.properties['since']
  const time = new Date(typeof since === 'number' ? since : 0).toISOString()
  return {
    id: job.name,
    url: `${origin}/jobs/${job.name}`,
    eTag: etagOf(job),
    lastModified: time,
    creationTime: new Date(0).toISOString(),
    state: stateOf(job, now),
    stateTransitionTime: time,
    priority: 0,
    poolInfo: { poolId },
    executionInfo: { startTime: new Date(0).toISOString(), poolId },
    onAllTasksComplete: 'noaction',
    onTaskFailure: 'noaction',
  }
}

function etagOf({ id, hidden }: StoredResource): string {
  const digest = createHash('sha256').update(`${id} ${JSON.stringify(hidden?.['changes'] ?? 0)}`)
  return `0x8D${digest.digest('hex').slice(0, 13).toUpperCase()}`
}

function requireJob({ store, params }: RouteContext, account: StoredResource): StoredResource {
  const job = store.get(`${account.id}/jobs/${params['job'] ?? ''}`)
  if (job === undefined) throw problem(404, 'JobNotFound')
  return job
}

function listJobs(context: RouteContext, account: StoredResource): SimulatedResponse {
  const jobs = context.store.list(`${account.id}/jobs`)
  const shown = jobs.map((job) => showJob(context, job))
  return odataPage(context, shown, { entity: 'jobs' })
}

/** It begins at once; what it says beside its pool has no behaviour here. */
function addJob(context: RouteContext, account: StoredResource): SimulatedResponse {
  const { body, store, clock, origin } = context
  const odd = Object.keys(body).find((name) => name !== 'id' && name !== 'poolInfo')
  if (odd !== undefined) throw new NoBehaviour(`${odd} of a job`)
  const name = textAt(body, 'id')
  const poolId = textAt(objectAt(body, 'poolInfo'), 'poolId')
  if (name === undefined || poolId === undefined) {
    const missing = name === undefined ? 'id' : 'poolInfo'
    throw problem(400, 'MissingRequiredProperty', [{ name: 'PropertyName', value: missing }])
  }
  const id = `${account.id}/jobs/${name}`
  if (store.get(id) !== undefined) throw problem(409, 'JobExists')
  const properties = { poolId, state: 'active', since: clock.now() }
  const job: StoredResource = { id, name, type: jobType, properties, hidden: { changes: 0 } }
  store.put(job)
  const dataserviceid = `${origin}/jobs/${name}`
  const headers = { ...odataHeaders, etag: etagOf(job), dataserviceid, location: dataserviceid }
  return { status: 201, headers }
}

/** It is counted as running for good; which nodes are busy is the scenario's. */
function addTask(context: RouteContext, account: StoredResource): SimulatedResponse {
  const { body, origin } = context
  const job = requireJob(context, account)
  const name = textAt(body, 'id')
  const missing = ['id', 'commandLine'].find((key) => textAt(body, key) === undefined)
  if (missing !== undefined) {
    throw problem(400, 'MissingRequiredProperty', [{ name: 'PropertyName', value: missing }])
  }
  const tasks = objectAt(job.hidden, 'tasks')
  const running = (numberAt(tasks, 'running') ?? 0) + 1
  context.store.put({ ...job, hidden: { ...job.hidden, tasks: { ...tasks, running } } })
  const location = `${origin}/jobs/${job.name}/tasks/${name ?? ''}`
  return { status: 201, headers: { ...odataHeaders, location, dataserviceid: location } }
}

function getJob(context: RouteContext, account: StoredResource): SimulatedResponse {
  const job = requireJob(context, account)
  return {
    status: 200,
    headers: { ...odataHeaders, etag: etagOf(job) },
    body: odataItem(context, showJob(context, job), 'jobs'),
  }
}

/** In tasks and in task slots: each of the simulated tasks needs one. */
function countTasks(context: RouteContext, account: StoredResource): SimulatedResponse {
  const tasks = objectAt(requireJob(context, account).hidden ?? {}, 'tasks')
  const count = (state: string): number => numberAt(tasks, state) ?? 0
  const [succeeded, failed] = [count('succeeded'), count('failed')]
  const counts = {
    active: count('active'),
    running: count('running'),
    completed: succeeded + failed,
    succeeded,
    failed,
  }
  const body = { taskCounts: counts, taskSlotCounts: { ...counts } }
  return { status: 200, headers: odataHeaders, body: odataItem(context, body, 'taskcounts') }
}

/** Changes the job in the store; every change gives another etag. */
function changeJob(
  { clock, store }: RouteContext,
  job: StoredResource,
  change: JsonObject,
): StoredResource {
  const changes = Number(job.hidden?.['changes'] ?? 0) + 1
  const properties = { ...job.properties, ...change, since: clock.now() }
  const changed = { ...job, properties, hidden: { ...job.hidden, changes } }
  store.put(changed)
  return changed
}

function accepted(context: RouteContext, job: StoredResource): SimulatedResponse {
  const dataserviceid = `${context.origin}/jobs/${job.name}`
  return { status: 202, headers: { ...odataHeaders, etag: etagOf(job), dataserviceid } }
}

const ways = ['requeue', 'terminate', 'wait']

function disableJob(context: RouteContext, account: StoredResource): SimulatedResponse {
  const job = requireJob(context, account)
  const way = textAt(context.body, 'disableTasks')
  if (way === undefined || !ways.includes(way)) {
    throw problem(400, way === undefined ? 'MissingRequiredProperty' : 'InvalidPropertyValue', [
      { name: 'PropertyName', value: 'disableTasks' },
      ...(way === undefined ? [] : [{ name: 'PropertyValue', value: way }]),
    ])
  }
  const state = stateOf(job, context.clock.now())
  if (state === 'disabling' || state === 'disabled') return accepted(context, job)
  if (state !== 'active') throw notNow(state)
  const seconds = Number(job.hidden?.['disableSeconds'] ?? disableSeconds)
  const until = context.clock.now() + seconds * 1000
  return accepted(context, changeJob(context, job, { state: 'disabling', next: 'disabled', until }))
}

function enableJob(context: RouteContext, account: StoredResource): SimulatedResponse {
  const job = requireJob(context, account)
  const state = stateOf(job, context.clock.now())
  if (state !== 'disabled') throw notNow(state)
  const until = context.clock.now() + enableSeconds * 1000
  return accepted(context, changeJob(context, job, { state: 'enabling', next: 'active', until }))
}

/** The pool is not looked for: a job may wait for one that is still to come. */
function patchJob(context: RouteContext, account: StoredResource): SimulatedResponse {
  const job = requireJob(context, account)
  const condition = context.request.headers['if-match'] ?? '*'
  if (condition !== '*' && condition.replaceAll('"', '') !== etagOf(job)) {
    throw problem(412, 'ConditionNotMet')
  }
  const unknown = Object.keys(context.body).find((name) => name !== 'poolInfo')
  const poolId = textAt(objectAt(context.body, 'poolInfo'), 'poolId')
  if (unknown !== undefined || !isObject(context.body['poolInfo']) || poolId === undefined) {
    const value = unknown ?? 'poolInfo.poolId'
    throw problem(400, 'InvalidRequestBody', [
      { name: 'Reason', value: `simulated: only poolInfo.poolId, not ${value}` },
    ])
  }
  const state = stateOf(job, context.clock.now())
  if (state !== 'disabled') throw notNow(state)
  const changed = changeJob(context, job, { poolId })
  return { status: 200, headers: { ...odataHeaders, etag: etagOf(changed) } }
}

function notNow(state: string): Error {
  const codes: Readonly<Record<string, string>> = {
    completed: 'JobCompleted',
    deleting: 'JobBeingDeleted',
    terminating: 'JobBeingTerminated',
  }
  return problem(409, codes[state] ?? 'OperationInvalidForCurrentState')
}

export const jobRoutes: readonly Route[] = [
  dataRoute('GET', '/jobs', listJobs, listQuery),
  dataRoute('POST', '/jobs', addJob),
  dataRoute('GET', '/jobs/{job}', getJob, showQuery),
  dataRoute('GET', '/jobs/{job}/taskcounts', countTasks),
  dataRoute('POST', '/jobs/{job}/tasks', addTask),
  dataRoute('PATCH', '/jobs/{job}', patchJob),
  dataRoute('POST', '/jobs/{job}/disable', disableJob),
  dataRoute('POST', '/jobs/{job}/enable', enableJob),
]
