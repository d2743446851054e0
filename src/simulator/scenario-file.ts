import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { isObject } from './json.js'
import type { Json, JsonObject, Scenario } from './kernel.js'

const seconds = v.pipe(v.number(), v.minValue(0))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const atLeastOne = v.pipe(count, v.minValue(1))
const object = v.custom<JsonObject>(isObject, 'must be an object')
const json = v.pipe(
  v.custom<Json>((value) => value !== undefined),
  v.metadata({ jsonSchema: {} }),
)
const textList = v.array(v.string())

const failure = v.strictObject({
  code: v.string(),
  message: v.string(),
  details: v.exactOptional(v.array(json)),
})

const resize = v.strictObject({
  capacity: v.exactOptional(count),
  adds: v.exactOptional(count),
  nodesPerMinute: v.exactOptional(v.pipe(v.number(), v.gtValue(0))),
  error: v.exactOptional(
    v.strictObject({
      code: v.string(),
      message: v.exactOptional(v.string()),
      details: v.exactOptional(v.array(json)),
      values: v.exactOptional(v.array(json)),
    }),
  ),
  afterSeconds: v.exactOptional(seconds),
})

const someNodes = v.union([count, v.literal('all')], 'must be a number or all')

const nodes = v.strictObject({
  creatingSeconds: v.exactOptional(seconds),
  bootSeconds: v.exactOptional(seconds),
  startTaskSeconds: v.exactOptional(seconds),
  unusable: v.exactOptional(
    v.strictObject({
      nodes: someNodes,
      errors: v.exactOptional(v.array(object)),
      afterSeconds: v.exactOptional(seconds),
    }),
  ),
  startTaskFails: v.exactOptional(
    v.strictObject({
      nodes: someNodes,
      exitCode: v.exactOptional(v.pipe(v.number(), v.integer())),
      stdout: v.exactOptional(v.string()),
      stderr: v.exactOptional(v.string()),
      failureInfo: v.exactOptional(object),
    }),
  ),
  preempted: v.exactOptional(
    v.strictObject({ nodes: someNodes, afterSeconds: v.exactOptional(seconds) }),
  ),
  busySeconds: v.exactOptional(seconds),
  busyNodes: v.exactOptional(someNodes),
})

const autoScale = v.strictObject({
  now: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
  samples: v.exactOptional(v.record(v.string(), v.array(v.tuple([seconds, v.number()])))),
  before: v.exactOptional(
    v.strictObject({
      TargetDedicatedNodes: v.exactOptional(count),
      TargetLowPriorityNodes: v.exactOptional(count),
    }),
  ),
})

const eviction = {
  nodes: someNodes,
  leaveAfterSeconds: v.exactOptional(seconds),
  backAfterSeconds: v.exactOptional(seconds),
}

const dataPlane = v.picklist(['open', 'forbidden', 'unreachable'])

const worldChange = v.pipe(
  v.strictObject({
    delete: v.exactOptional(v.string()),
    put: v.exactOptional(object),
    change: v.exactOptional(v.strictObject({ id: v.string(), properties: object })),
    stopResize: v.exactOptional(v.string()),
    resize: v.exactOptional(
      v.strictObject({
        pool: v.string(),
        dedicatedNodes: v.exactOptional(count),
        lowPriorityNodes: v.exactOptional(count),
      }),
    ),
    evict: v.exactOptional(v.strictObject({ pool: v.string(), ...eviction })),
    deny: v.exactOptional(textList),
    dataPlane: v.exactOptional(dataPlane),
  }),
  v.check((change) => Object.keys(change).length === 1, 'must say exactly one thing to do'),
)

const event = v.strictObject({
  afterSeconds: v.exactOptional(seconds),
  since: v.exactOptional(v.picklist(['start', 'pool-created', 'resize'])),
  pool: v.exactOptional(v.string()),
  resize: v.exactOptional(atLeastOne),
  do: worldChange,
})

const job = v.strictObject({
  id: v.string(),
  pool: v.string(),
  account: v.exactOptional(v.string()),
  state: v.exactOptional(
    v.picklist(['active', 'disabled', 'terminating', 'completed', 'deleting']),
  ),
  disableSeconds: v.exactOptional(seconds),
  tasks: v.exactOptional(
    v.strictObject({
      active: v.exactOptional(count),
      running: v.exactOptional(count),
      succeeded: v.exactOptional(count),
      failed: v.exactOptional(count),
    }),
  ),
})

const rateLimit = v.strictObject({
  size: atLeastOne,
  perSecond: v.pipe(v.number(), v.gtValue(0)),
})

const regularExpression = v.pipe(
  v.string(),
  v.check((text) => {
    try {
      return new RegExp(text, 'i').source !== ''
    } catch {
      return false // not a regular expression: the message says so
    }
  }, 'must be a regular expression'),
)

/** What a fault may say one of: an answer of its own, no whole answer, an operation that fails; and of an answer's content. */
const exclusive = [
  ['status', 'break', 'operationFails'],
  ['body', 'text', 'break', 'operationFails'],
]

const fault = v.pipe(
  v.strictObject({
    atRequest: v.exactOptional(atLeastOne),
    on: v.exactOptional(regularExpression),
    method: v.exactOptional(v.string()),
    path: v.exactOptional(regularExpression),
    query: v.exactOptional(regularExpression),
    delaySeconds: v.exactOptional(seconds),
    times: v.exactOptional(atLeastOne),
    status: v.exactOptional(v.pipe(count, v.minValue(200), v.maxValue(599))),
    headers: v.exactOptional(v.record(v.string(), v.string())),
    body: v.exactOptional(json),
    text: v.exactOptional(v.string()),
    break: v.exactOptional(v.picklist(['refused', 'reset', 'timeout', 'truncate'])),
    takesEffect: v.exactOptional(v.boolean()),
    operationFails: v.exactOptional(failure),
  }),
  v.check(
    (given) => exclusive.every((names) => names.filter((name) => name in given).length <= 1),
    'says more than one thing to do; give a status with body or text, or break, or operationFails',
  ),
)

/** The names are those of `Scenario`; a name that is not there is an error. */
export const scenarioSchema = v.strictObject({
  speed: v.exactOptional(v.pipe(v.number(), v.gtValue(0))),
  imageSeconds: v.exactOptional(seconds),
  diskSeconds: v.exactOptional(seconds),
  replicationSecondsPerRegion: v.exactOptional(seconds),
  replicationSecondsByRegion: v.exactOptional(v.record(v.string(), seconds)),
  failingRegions: v.exactOptional(textList),
  resizes: v.exactOptional(v.array(resize)),
  resizesByPool: v.exactOptional(v.record(v.string(), v.array(resize))),
  resizesByImage: v.exactOptional(v.record(v.string(), v.array(resize))),
  capacityByVmSize: v.exactOptional(v.record(v.string(), count)),
  nodes: v.exactOptional(nodes),
  nodesByPool: v.exactOptional(v.record(v.string(), nodes)),
  nodesByImage: v.exactOptional(v.record(v.string(), nodes)),
  events: v.exactOptional(v.array(event)),
  poolDeleteSeconds: v.exactOptional(seconds),
  autoScale: v.exactOptional(autoScale),
  autoScaleByPool: v.exactOptional(v.record(v.string(), autoScale)),
  jobs: v.exactOptional(v.array(job)),
  rateLimits: v.exactOptional(
    v.strictObject({
      reads: v.exactOptional(rateLimit),
      writes: v.exactOptional(rateLimit),
      deletes: v.exactOptional(rateLimit),
    }),
  ),
  pageSize: v.exactOptional(atLeastOne),
  faults: v.exactOptional(v.array(fault)),
  resources: v.exactOptional(v.array(object)),
  subscriptions: v.exactOptional(v.array(object)),
  locations: v.exactOptional(
    v.array(v.strictObject({ name: v.string(), displayName: v.string() })),
  ),
  tenantId: v.exactOptional(v.string()),
  tenant: v.exactOptional(v.string()),
  clientId: v.exactOptional(v.string()),
  clientSecret: v.exactOptional(v.string()),
  federatedSubjects: v.exactOptional(textList),
  tokenSeconds: v.exactOptional(seconds),
  coreUsages: v.exactOptional(
    v.record(
      v.string(),
      v.strictObject({ used: v.exactOptional(count), limit: v.exactOptional(count) }),
    ),
  ),
  denied: v.exactOptional(textList),
  rights: v.exactOptional(
    v.array(
      v.strictObject({
        scope: v.string(),
        deny: v.exactOptional(textList),
        allow: v.exactOptional(textList),
      }),
    ),
  ),
  capabilitiesByVmSize: v.exactOptional(
    v.record(v.string(), v.record(v.string(), v.nullable(v.string()))),
  ),
  dataPlane: v.exactOptional(dataPlane),
  nodeCountsLagSeconds: v.exactOptional(seconds),
  resourceGraphLagSeconds: v.exactOptional(seconds),
  snapshotCopySeconds: v.exactOptional(seconds),
})

/** Reads a scenario from YAML or JSON. Throws with the file, the key and what is wrong with it. */
export async function readScenario(path: string): Promise<Scenario> {
  return parseScenario(await readFile(path, 'utf8'), path)
}

/** `name` is what messages call the text. Throws with the line and column of everything that is wrong. */
export function parseScenario(text: string, name: string): Scenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken !== undefined) {
    const [why = ''] = broken.message.split('\n')
    throw new Error(`scenario ${name} is neither YAML nor JSON: ${why}`, { cause: broken })
  }
  const result = v.safeParse(scenarioSchema, document.toJS() ?? {})
  if (result.success) return result.output
  const problems = result.issues.map((issue) => {
    const path = (issue.path ?? []).map(({ key }) => key)
    const isUnknown = issue.type === 'strict_object' && issue.expected === 'never'
    const offset = offsetOf(document, path, isUnknown)
    const { line, col } = lines.linePos(offset)
    const place = `line ${String(line)}, column ${String(col)}`
    const key = v.getDotPath(issue) ?? 'the whole'
    return `${place}: ${key}: ${isUnknown ? 'there is no such setting' : issue.message}`
  })
  throw new Error(`scenario ${name} is wrong: ${problems.join('; ')}`)
}

/** Where the value of a path stands, or its key; the nearest thing around it where there is none. */
function offsetOf(document: Document, path: readonly unknown[], wantsKey: boolean): number {
  const [last, holder] = [path.at(-1), document.getIn(path.slice(0, -1), true)]
  if (wantsKey && isMap(holder)) {
    const pair = holder.items.find(({ key }) => isScalar(key) && key.value === last)
    if (isScalar(pair?.key)) return pair.key.range?.[0] ?? 0
  }
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isNode(node)) return node.range?.[0] ?? 0
  }
  return 0
}
