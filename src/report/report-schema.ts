/**
 * What the file of `report-path` holds: the type that it is written by, its published JSON Schema and docs/report.md all
 * come from here. Within version 1 keys may be added; none is renamed or dropped, or changes its meaning.
 */
import * as v from 'valibot'
import { azureShares } from '../outcome/azure-time.js'

export const reportVersion = 1

function described<T extends v.GenericSchema>(description: string, schema: T) {
  return v.pipe(schema, v.description(description))
}

const text = v.string()
const id = described('Azure resource ID.', v.string())
const time = (what: string) => described(`${what}, ISO 8601.`, v.string())
const flag = v.boolean()
const count = v.pipe(v.number(), v.integer())
const milliseconds = (what: string) => described(`${what}, in milliseconds.`, count)
const severity = v.picklist(['error', 'warning', 'notice'])
const outcome = v.picklist(['unchanged', 'succeeded', 'partial', 'cancelled', 'failed'])
const codes = v.array(v.strictObject({ code: text, message: text }))

const finding = v.strictObject({
  rule: described('Rule that found it; docs/rules.md explains each.', text),
  severity,
  message: text,
  help: described('What to do.', text),
  file: v.optional(text),
  input: v.optional(text),
  resource: v.optional(described('ID of what it is about, where no config describes that.', text)),
  line: v.optional(count),
  column: v.optional(count),
  docs: described('The page that the rule is from.', v.optional(text)),
  page: described('Where docs/rules.md explains the rule.', v.optional(text)),
})

const explanation = v.strictObject({
  code: described("Azure's error code, or one of this action.", text),
  message: text,
  cause: described('What the error means.', text),
  remedy: described('What to do.', text),
  retryable: described('Whether trying again unchanged may help.', flag),
  docs: v.optional(text),
  evidence: described('Nested codes and messages, and what a closer look found.', codes),
})

const problem = v.strictObject({
  kind: described(
    '`findings`: a check failed; `azure`: Azure refused or failed; `deadline`: time ran out; `bug`: a bug in this action.',
    v.picklist(['findings', 'azure', 'cancelled', 'deadline', 'bug']),
  ),
  headline: text,
  resource: v.optional(id),
  requestId: v.optional(text),
  correlationId: v.optional(text),
  explanations: v.array(explanation),
})

const origin = v.strictObject({
  tool: described('Version of this action.', text),
  made: v.optional(time('When the run that made it began')),
  digest: v.optional(
    described('SHA-256 of the config that it was made from, without secrets.', text),
  ),
  repository: v.optional(text),
  commit: v.optional(text),
  run: v.optional(described('`{run id}/{attempt}` of the workflow.', text)),
  pullRequest: v.optional(text),
})

const link = v.strictObject({
  id,
  origin: v.optional(
    described(
      'Which run made it, according to its tags or metadata; absent if this action did not make it.',
      origin,
    ),
  ),
})

const nodeCounts = v.strictObject({
  current: count,
  target: v.optional(count),
  needed: v.optional(described('With fewer the run fails.', count)),
})

const chain = v.strictObject({
  machine: v.optional(
    described(
      'The virtual machine whose disks were taken snapshots of; the OS disk comes first.',
      v.strictObject({ id, disks: v.array(id) }),
    ),
  ),
  sources: described(
    'IDs of the snapshots, disks or VM that the image was made from, or URIs of VHDs; the OS disk comes first.',
    v.array(text),
  ),
  image: v.optional(described('The managed image.', link)),
  imageVersion: v.optional(described('The gallery image version.', link)),
  imageReference: v.optional(
    described('ID of the image or gallery image version that the pool uses.', text),
  ),
  pool: v.optional(described('The pool.', link)),
  nodes: v.optional(
    described(
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
  from: v.optional(described('Present value; values that may be secret are hidden.', v.unknown())),
  to: v.optional(described('Wanted value; hidden likewise.', v.unknown())),
})

const step = v.strictObject({
  kind: text,
  title: text,
  resource: id,
  impact: v.picklist(['none', 'create', 'update', 'replace', 'destroy']),
  because: described('Why the step is needed.', v.array(change)),
  result: described(
    'How it ended; `planned`: it was not started.',
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
    described('How many nodes are in each state, if known.', v.record(text, count)),
  ),
})

const remark = v.strictObject({
  at: time('When it was made'),
  kind: described(
    '`progress`: what a step is waiting for; `note`: a decision or an observation; `taking-back`: something was undone.',
    v.picklist(['progress', 'note', 'taking-back']),
  ),
  severity: v.optional(v.picklist(['notice', 'warning'])),
  say: text,
})

const resizeError = v.strictObject({
  code: text,
  message: text,
  details: codes,
  attempt: described('Number of the resize within this run; 0: before this run.', count),
  at: v.optional(time('When that resize began')),
  retryable: flag,
  cause: text,
  remedy: text,
})

const nodeError = v.strictObject({
  state: described('State of the nodes.', text),
  code: text,
  message: text,
  count: described('How many nodes.', count),
  nodes: described('IDs of the first few.', v.array(text)),
  exitCode: v.optional(described('Exit code of the start task.', count)),
  stderr: v.optional(described('End of what the start task wrote to stderr.', text)),
  retryable: flag,
  cause: text,
  remedy: text,
})

const azureTime = v.strictObject({
  tookMs: milliseconds('How long'),
  parts: described(
    'What was waited for, the longest first; each moment counts once.',
    v.array(
      v.strictObject({
        work: described(
          '`throttling`: requests waited because of limits.',
          v.picklist(azureShares),
        ),
        where: v.optional(described('Region, or how many regions.', text)),
        tookMs: milliseconds('How long'),
      }),
    ),
  ),
})

const waited =
  'How long Azure was waited for: until the last look that showed it still at work. Absent if it was not.'

const config = v.strictObject({
  config: v.optional(described('Path of the config file; absent if only inputs were given.', text)),
  outcome,
  changed: described('Whether anything in Azure was created, changed or deleted.', flag),
  digest: v.optional(described('SHA-256 of the config, without secrets.', text)),
  planHash: v.optional(described('As in the output `plan-hash`.', text)),
  chain: described('From the snapshots to the nodes.', chain),
  steps: described('The steps of the plan, and how each ended.', v.array(step)),
  nodesOverTime: described('One item for each change of a count.', v.array(nodesSeen)),
  transcript: described('Observations and decisions, in order.', v.array(remark)),
  resizeErrors: v.array(resizeError),
  nodeErrors: v.array(nodeError),
  findings: v.array(finding),
  problem: v.optional(described('Why it ended early.', problem)),
  waitedForAzure: v.optional(described(waited, azureTime)),
  still: described('What Azure continues to do after the run.', v.array(text)),
})

const nodesOfKind = v.strictObject({ current: count, target: count })

const inventory = v.strictObject({
  pools: described(
    'The pools that were looked at.',
    v.array(
      v.strictObject({
        id,
        config: v.optional(described('Path of the config that describes it.', text)),
        vmSize: v.optional(text),
        nodeAgentSkuId: v.optional(text),
        image: v.optional(described('ID of its image, or `publisher:offer:sku`.', text)),
        allocationState: v.optional(text),
        scale: v.picklist(['fixed', 'formula']),
        dedicated: nodesOfKind,
        lowPriority: nodesOfKind,
        states: v.optional(
          described('How many nodes are in each state, by counts.', v.record(text, count)),
        ),
        role: v.optional(v.picklist(['canary', 'live', 'retired'])),
      }),
    ),
  ),
  endings: described(
    'What pools are made of and ends within 180 days, or is over; the soonest first.',
    v.array(
      v.strictObject({
        kind: v.picklist(['node-agent', 'os-image', 'vm-family', 'image-version']),
        name: text,
        on: v.optional(described('Date, ISO 8601; absent if none is known.', text)),
        pools: described('IDs of the pools that hang on it.', v.array(text)),
      }),
    ),
  ),
  notLookedAt: described(
    'What could not be read, or is beyond what one audit reads.',
    v.array(v.strictObject({ id: text, why: text })),
  ),
})

export const reportSchema = v.strictObject({
  version: described('Version of this format.', v.literal(reportVersion)),
  tool: described('Version of this action.', text),
  mode: v.picklist(['validate', 'plan', 'apply', 'cleanup', 'audit']),
  dryRun: flag,
  run: described(
    'The workflow run, as far as the runner reports it.',
    v.strictObject({
      url: v.optional(text),
      workflow: v.optional(text),
      repository: v.optional(text),
      commit: v.optional(described('For a pull request, its head commit.', text)),
      attempt: v.optional(described('`{run id}/{attempt}`.', text)),
      pullRequest: v.optional(count),
    }),
  ),
  outcome,
  startedAt: time('When the run began'),
  tookMs: milliseconds('How long it took'),
  waitedForAzure: v.optional(
    described(`${waited} Of several configs: at least one waited.`, azureTime),
  ),
  planHash: v.optional(described('Hash over the plans of all configs.', text)),
  findings: described(
    'Findings about the inputs that belong to no single config.',
    v.array(finding),
  ),
  problem: v.optional(described('Why the run as a whole ended early.', problem)),
  configs: described(
    'One item per config file; of an audit one per pool, and one per config that it was compared with.',
    v.array(config),
  ),
  inventory: v.optional(described('What an audit found there is.', inventory)),
})

export type ReportFile = v.InferOutput<typeof reportSchema>
export type ReportedConfig = v.InferOutput<typeof config>
