import { afterAll, describe, expect, test } from '@jest/globals'
import { createImage } from '../../src/apply/steps/create-image.js'
import { awaitImage } from '../../src/apply/steps/await-image.js'
import { openAzure } from '../../src/azure/open-azure.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { cacheReads } from '../../src/observe/cached-reads.js'
import { observe } from '../../src/observe/observe.js'
import { planConfig } from '../../src/plan/plan.js'
import type { Clock } from '../../src/ports/clock.js'
import { nothingMade } from '../../src/report/result.js'
import { checkConfig, checkFacts } from '../../src/rules/index.js'
import type { Finding } from '../../src/shared/finding.js'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'
import { toInputs } from './az-image-args.js'
import { differences, type Difference } from './az-image-differences.js'
import {
  readOracle,
  scenarioOf,
  type Oracle,
  type OracleRecord,
  type RecordedWrite,
} from './oracle.js'

interface Write {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

interface Replay {
  /** The first write; what is sent again after a 503 is the same one. */
  readonly write: Write | null
  readonly done: boolean
  /** Rules that stopped it. */
  readonly stoppedBy: readonly string[]
  readonly failure: string | undefined
}

const noFiles = {
  relative: (path: string) => path,
  glob: async () => Promise.resolve([]),
  read: async () => Promise.resolve({ kind: 'missing' as const }),
}

const isError = ({ severity }: Finding): boolean => severity === 'error'

async function replay(
  inputs: Readonly<Record<string, string>>,
  simulator: Simulator,
  clock: Clock,
): Promise<readonly Finding[]> {
  const source = { input: (name: string) => inputs[name] ?? '', env: () => undefined }
  const { settings, configs, findings } = await loadInputs({ ...source, files: noFiles })
  const [loaded] = configs
  if (settings === undefined || loaded === undefined) return findings
  const offline = [...findings, ...checkConfig(loaded)].filter(isError)
  if (offline.length > 0) return offline

  const { signal } = new AbortController()
  const azure = await openAzure({
    environment: 'AzureCloud',
    credential: 'auto',
    env: {},
    version: '0.0.0',
    signal,
    httpClient: simulator.httpClient(),
    tokenCredential: {
      getToken: async () =>
        Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
  })
  const facts = await observe(loaded, settings, cacheReads(azure), signal)
  const live = checkFacts(loaded, facts).filter(isError)
  if (live.length > 0) return live
  const context = {
    azure,
    clock,
    signal,
    deadline: clock.now() + 3_600_000,
    emit: () => undefined,
    made: () => nothingMade,
    record: () => undefined,
  }
  for (const step of planConfig(loaded.config, facts).steps) {
    if (step.kind === 'create-image') await createImage(step, context)
    if (step.kind === 'await-image') await awaitImage(step, context)
  }
  return []
}

async function replayRecord(oracle: Oracle, record: OracleRecord): Promise<Replay | undefined> {
  const subscriptions = (oracle.world.subscriptions ?? []).map((subscription) => ({
    name: String(subscription['displayName']),
    id: String(subscription['subscriptionId']),
  }))
  const inputs = toInputs(record, subscriptions)
  if (inputs === undefined) return undefined
  let now = Date.parse('2026-11-23T12:00:00Z')
  const simulator = createSimulator(scenarioOf(oracle, record), {
    clock: { now: () => now, speed: 1 },
  })
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms
      await Promise.resolve()
    },
  }
  const ended = await replay(inputs, simulator, clock).then(
    (findings) => ({ stoppedBy: findings.map(({ rule }) => rule), failure: undefined }),
    (error: unknown) => ({ stoppedBy: [], failure: String(error) }),
  )
  expect(simulator.unknownRequests).toEqual([])
  const write = simulator.transcript.entries.find(({ method }) => method !== 'GET')
  return {
    ...ended,
    done: ended.failure === undefined && ended.stoppedBy.length === 0,
    write: comparable(write && { ...write, body: write.body }),
  }
}

/** The same characters, percent-encoded or not; only what is compared. */
function comparable(write: Write | null | undefined): Write | null {
  if (write === undefined || write === null) return null
  const { method, path, body } = write
  return { method, path: decodeURIComponent(path), body }
}

/** What a replay must come to. */
function expected(oracle: Oracle, record: OracleRecord, { expect: as }: Difference) {
  const like = (id: string): RecordedWrite | null =>
    oracle.cases.find((other) => other.id === id)?.expect.write ?? null
  if (as === undefined) return undefined
  if ('stoppedBy' in as) return { write: null, done: false, stoppedBy: [as.stoppedBy] }
  if ('reuses' in as) return { write: null, done: true, stoppedBy: [] }
  const good = { done: true, stoppedBy: [] }
  if ('writesLike' in as) return { ...good, write: comparable(like(as.writesLike)) }
  const recorded = record.expect.write
  if ('sameWriteEnds' in as) {
    return { ...good, write: comparable(recorded), done: as.sameWriteEnds === 'well' }
  }
  const { location, hyperVGeneration } = as.writes
  const body = structuredClone(recorded?.body) as { location: string; properties: JsonObject }
  if (location !== undefined) body.location = location
  if (hyperVGeneration !== undefined) body.properties['hyperVGeneration'] = hyperVGeneration
  return { ...good, write: recorded && comparable({ ...recorded, body }) }
}

const oracle = readOracle('az-image-create')

if (oracle === undefined) {
  test('skipped: ../shared is not here', () => {
    console.log('skipped: ../shared/oracle/az-image-create.json is not here')
  })
} else {
  describe('az image create', () => {
    const counts = { equal: 0, different: 0 }

    test.each(oracle.cases.map((record) => [record.id, record] as const))(
      '%s',
      async (id, record) => {
        const difference = differences[id]
        const ours = await replayRecord(oracle, record)
        const found = ours && { write: ours.write, done: ours.done }
        if (difference !== undefined) {
          expect(found && { ...found, stoppedBy: ours.stoppedBy }).toEqual(
            expected(oracle, record, difference),
          )
          counts.different += 1
          return
        }
        const { write, outcome } = record.expect
        expect(found).toEqual({ write: comparable(write), done: outcome === 'done' })
        counts.equal += 1
      },
    )

    test('every named difference belongs to a record', () => {
      const ids = new Set(oracle.cases.map(({ id }) => id))
      expect(Object.keys(differences).filter((id) => !ids.has(id))).toEqual([])
    })

    afterAll(() => {
      const { equal, different } = counts
      console.log(
        `${String(oracle.cases.length)} records: ${String(equal)} equal, ${String(different)} named differences`,
      )
    })
  })
}
