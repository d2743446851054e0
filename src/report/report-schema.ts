/**
 * What the file of `report-path` holds: the type that it is written by, its published JSON Schema and docs/report.md all
 * come from here. Within version 1 keys may be added; none is renamed or dropped, or changes its meaning.
 */
import * as v from 'valibot'

export const reportVersion = 1

function said<T extends v.GenericSchema>(description: string, schema: T) {
  return v.pipe(schema, v.description(description))
}

const text = v.string()
const id = said('Azure resource ID.', v.string())
const time = (what: string) => said(`${what}, ISO 8601.`, v.string())
const flag = v.boolean()
const count = v.pipe(v.number(), v.integer())
const milliseconds = (what: string) => said(`${what}, in milliseconds.`, count)
const severity = v.picklist(['error', 'warning', 'notice'])
const outcome = v.picklist(['unchanged', 'succeeded', 'partial', 'cancelled', 'failed'])
const codes = v.array(v.strictObject({ code: text, message: text }))

const finding = v.strictObject({
  rule: said('Rule that found it; docs/rules.md explains each.', text),
  severity,
  message: text,
  help: said('What to do.', text),
  file: v.optional(text),
  input: v.optional(text),
  line: v.optional(count),
  column: v.optional(count),
  docs: v.optional(text),
})

const explanation = v.strictObject({
  code: said("The service's code, or ours.", text),
  message: text,
  cause: said('What it means.', text),
  remedy: said('What to do.', text),
  retryable: said('Trying again unchanged may help.', flag),
  docs: v.optional(text),
  evidence: said('Codes and messages beneath, and what was looked up.', codes),
})

const problem = v.strictObject({
  kind: said(
    '`findings`: a check stopped it; `azure`: Azure refused or failed; `deadline`: time ran out; `bug`: ours.',
    v.picklist(['findings', 'azure', 'cancelled', 'deadline', 'bug']),
  ),
  headline: text,
  resource: v.optional(id),
  requestId: v.optional(text),
  correlationId: v.optional(text),
  explanations: v.array(explanation),
})

const origin = v.strictObject({
  tool: said('Version of this action.', text),
  made: v.optional(time('When the run began that made it')),
  digest: v.optional(said('SHA-256 of the config that it was made by, secrets left out.', text)),
  repository: v.optional(text),
  commit: v.optional(text),
  run: v.optional(said('`{run id}/{attempt}` of the workflow.', text)),
  pullRequest: v.optional(text),
})

const link = v.strictObject({
  id,
  origin: v.optional(
    said('What made it, as its tags or metadata say; absent when this action did not.', origin),
  ),
})

const nodeCounts = v.strictObject({
  current: count,
  target: v.optional(count),
  needed: v.optional(said('Fewer fail the run.', count)),
})

const chain = v.strictObject({
  sources: said(
    'Snapshots, disks or VM that the image is made from, or URIs of VHDs; the OS disk first.',
    v.array(text),
  ),
  image: v.optional(said('The managed image.', link)),
  imageVersion: v.optional(said('The gallery image version.', link)),
  imageReference: v.optional(said('ID of the image that the pool refers to.', text)),
  pool: v.optional(said('The pool.', link)),
  nodes: v.optional(
    said(
      'Nodes of the pool, as last seen.',
      v.strictObject({
        allocationState: v.optional(text),
        dedicated: nodeCounts,
        lowPriority: nodeCounts,
      }),
    ),
  ),
})

const change = v.strictObject({
  property: text,
  from: v.optional(said('As it is; values that may be secret are hidden.', v.unknown())),
  to: v.optional(said('As it is to be.', v.unknown())),
})

const step = v.strictObject({
  kind: text,
  title: text,
  resource: id,
  impact: v.picklist(['none', 'create', 'update', 'replace', 'destroy']),
  because: said('Why the step is there.', v.array(change)),
  result: said(
    'How it ended; `planned`: it was not begun.',
    v.picklist(['planned', 'running', 'done', 'failed', 'cancelled']),
  ),
  startedAt: v.optional(time('When it began')),
  tookMs: v.optional(milliseconds('How long it took')),
})

const nodesSeen = v.strictObject({
  at: time('When they were counted'),
  dedicated: count,
  targetDedicated: count,
  lowPriority: count,
  targetLowPriority: count,
  states: v.optional(
    said('How many nodes are in each state, where that was asked for.', v.record(text, count)),
  ),
})

const remark = v.strictObject({
  at: time('When it was made'),
  kind: said(
    '`progress`: what a step waited for; `note`: a decision or a surprise; `taking-back`: what was undone.',
    v.picklist(['progress', 'note', 'taking-back']),
  ),
  severity: v.optional(v.picklist(['notice', 'warning'])),
  say: text,
})

const resizeError = v.strictObject({
  code: text,
  message: text,
  details: codes,
  attempt: said('Which resize of this run; 0: one before this run.', count),
  at: v.optional(time('When that resize began')),
  retryable: flag,
  cause: text,
  remedy: text,
})

const nodeError = v.strictObject({
  state: said('State of the nodes.', text),
  code: text,
  message: text,
  count: said('How many nodes.', count),
  nodes: said('IDs of the first of them.', v.array(text)),
  exitCode: v.optional(said('Of the start task.', count)),
  stderr: v.optional(said('End of what the start task wrote to stderr.', text)),
  retryable: flag,
  cause: text,
  remedy: text,
})

const config = v.strictObject({
  config: v.optional(said('Path of the config file; absent for the inputs alone.', text)),
  outcome,
  changed: said('Anything in Azure was created or changed.', flag),
  digest: v.optional(said('SHA-256 of the config, secrets left out.', text)),
  planHash: v.optional(said('As in the output `plan-hash`.', text)),
  chain: said('From the snapshots to the nodes.', chain),
  steps: said('The plan, and what became of each step.', v.array(step)),
  nodesOverTime: said('Whenever a count changed.', v.array(nodesSeen)),
  transcript: said('What was seen and decided, in order.', v.array(remark)),
  resizeErrors: v.array(resizeError),
  nodeErrors: v.array(nodeError),
  findings: v.array(finding),
  problem: v.optional(said('What ended it early.', problem)),
  still: said('What Azure goes on doing although the run ended.', v.array(text)),
})

export const reportSchema = v.strictObject({
  version: said('Version of this format.', v.literal(reportVersion)),
  tool: said('Version of this action.', text),
  mode: v.picklist(['validate', 'plan', 'apply', 'cleanup']),
  dryRun: flag,
  run: said(
    'The workflow run, as far as the runner tells of it.',
    v.strictObject({
      url: v.optional(text),
      workflow: v.optional(text),
      repository: v.optional(text),
      commit: v.optional(said('Of a pull request its head.', text)),
      attempt: v.optional(said('`{run id}/{attempt}`.', text)),
      pullRequest: v.optional(count),
    }),
  ),
  outcome,
  startedAt: time('When the run began'),
  tookMs: milliseconds('How long it took'),
  planHash: v.optional(said('Of the plans of all configs.', text)),
  findings: said('Findings about the inputs that belong to no one config.', v.array(finding)),
  problem: v.optional(said('What ended the run as a whole.', problem)),
  configs: said('One item for each config file.', v.array(config)),
})

export type ReportFile = v.InferOutput<typeof reportSchema>
export type ReportedConfig = v.InferOutput<typeof config>
