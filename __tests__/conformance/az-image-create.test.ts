import { afterAll, describe, expect, test } from '@jest/globals'
import type { Fault, JsonObject, Scenario } from '../../src/simulator/kernel.js'
import type { TranscriptEntry } from '../../src/simulator/transcript.js'
import { differences, type Difference } from '../support/image-differences.js'
import { toInputs } from '../support/image-inputs.js'
import { readOracle, type Oracle, type OracleCase } from '../support/oracle.js'
import { openWorld, runInputs } from '../support/simulated-run.js'
import { withoutLineageTags } from '../support/without-lineage.js'

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
}

/** The world before a record, and its accidents. */
function scenarioOf({ world }: Oracle, { faults = [] }: OracleCase): Scenario {
  return { ...world, tenantId: world.tenant, faults: faults.map(toFault) }
}

/** A recorded accident goes on happening unless it says how often; operations have the recording's own names. */
function toFault({ path, times = Number.MAX_SAFE_INTEGER, ...fault }: Fault): Fault {
  const anyOperation = path?.replace(/\/operations\/.*$/, '/operations/.*')
  return { ...fault, times, ...(anyOperation !== undefined && { path: anyOperation }) }
}

async function replay(oracle: Oracle, record: OracleCase): Promise<Replay | undefined> {
  const subscriptions = oracle.world.subscriptions.map(({ displayName, subscriptionId }) => ({
    name: typeof displayName === 'string' ? displayName : '',
    id: subscriptionId,
  }))
  const inputs = toInputs(record, subscriptions)
  if (inputs === undefined) return undefined
  const world = await openWorld(scenarioOf(oracle, record))
  const { findings, error } = await runInputs(inputs, world)
  expect(world.simulator.unknownRequests).toEqual([])
  const stoppedBy = findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)
  const writes = world.simulator.transcript.writes()
  const [write] = writes
  // What is sent again after a 503 is the same.
  expect(
    new Set(writes.map((each) => JSON.stringify(comparable(toWrite(each))))).size,
  ).toBeLessThan(2)
  return {
    stoppedBy,
    done: error === undefined && stoppedBy.length === 0,
    write: comparable(write && toWrite(write)),
  }
}

function toWrite({ method, path, body }: TranscriptEntry): Write {
  return { method, path, body: withoutLineageTags(body) }
}

/** The same characters, percent-encoded or not; only what is compared. */
function comparable(write: Write | null | undefined): Write | null {
  if (write === undefined || write === null) return null
  const { method, path, body } = write
  return { method, path: decodeURIComponent(path), body }
}

/** az creates images by PUT; the record leaves nothing else to compare. */
function writeOf(record: OracleCase | undefined): Write | null {
  const write = record?.expect.write
  return write === undefined || write === null ? null : { method: 'PUT', ...write }
}

/** What a replay must come to. */
function expected(oracle: Oracle, record: OracleCase, { expect: as }: Difference) {
  const like = (id: string): Write | null =>
    comparable(writeOf(oracle.cases.find((other) => other.id === id)))
  if (as === undefined) return undefined
  if ('stoppedBy' in as) return { write: null, done: false, stoppedBy: [as.stoppedBy] }
  if ('reuses' in as) return { write: null, done: true, stoppedBy: [] }
  const good = { done: true, stoppedBy: [] }
  if ('writesLike' in as) return { ...good, write: like(as.writesLike) }
  const recorded = comparable(writeOf(record))
  if ('sameWriteEnds' in as) {
    return { ...good, write: recorded, done: as.sameWriteEnds === 'well' }
  }
  const { location, hyperVGeneration } = as.writes
  const body = structuredClone(recorded?.body) as { location: string; properties: JsonObject }
  if (location !== undefined) body.location = location
  if (hyperVGeneration !== undefined) body.properties['hyperVGeneration'] = hyperVGeneration
  return { ...good, write: recorded && { ...recorded, body } }
}

const oracle = readOracle('az-image-create.json')

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
        const ours = await replay(oracle, record)
        const found = ours && { write: ours.write, done: ours.done }
        if (difference !== undefined) {
          expect(found && { ...found, stoppedBy: ours.stoppedBy }).toEqual(
            expected(oracle, record, difference),
          )
          counts.different += 1
          return
        }
        expect(found).toEqual({
          write: comparable(writeOf(record)),
          done: record.expect.exit === 0,
        })
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
