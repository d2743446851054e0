/**
 * Each record of `az snapshot create` is one of three: its write is ours too, but for what contract says; it is refused
 * before any write; or only az has it. A record tells of one disk: here it is the disk of a machine.
 */
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Fault, JsonObject } from '../../src/simulator/kernel.js'
import { readOracle, type Oracle, type OracleCase } from '../support/oracle.js'
import { openWorld, runInputs } from '../support/simulated-run.js'
import { azOnly, otherwise, type Otherwise } from '../support/snapshot-differences.js'
import {
  diskIn,
  machineOf,
  ourName,
  textOf,
  toSnapshotCall,
  type SnapshotCall,
} from '../support/snapshot-inputs.js'
import { withoutLineageTags } from '../support/without-lineage.js'

interface Replay {
  readonly write: { readonly path: string; readonly body: unknown } | null
  readonly done: boolean
  /** Errors that stopped it. */
  readonly stoppedBy: readonly string[]
}

async function replay(oracle: Oracle, record: OracleCase, call: SnapshotCall): Promise<Replay> {
  const { world } = oracle
  const name = ourName(oracle, call)
  const namesake = world.resources.find(({ id }) => textOf(id).endsWith(`/snapshots/${call.name}`))
  const renamed = namesake && { ...namesake, id: `${textOf(namesake['id'])}-os`, name }
  const opened = await openWorld({
    ...world,
    tenantId: world.tenant,
    resources: [...world.resources, machineOf(oracle, call), ...(renamed ? [renamed] : [])],
    faults: (record.faults ?? []).map((fault) => toFault(fault, name)),
  })
  const { findings, error } = await runInputs(call.inputs, opened)
  expect(opened.simulator.unknownRequests).toEqual([])
  const sent = opened.simulator.transcript
    .writes()
    .filter(({ path }) => path.endsWith(`/snapshots/${name}`))
    .map(({ path, body }) => ({ path, body: withoutLineageTags(body) }))
  // What is sent again after a 503 is the same.
  expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBeLessThan(2)
  const stoppedBy = findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)
  return { write: sent[0] ?? null, done: error === undefined && stoppedBy.length === 0, stoppedBy }
}

/** An accident goes on happening unless it says how often; snapshots and operations have our names. */
function toFault({ path, times = Number.MAX_SAFE_INTEGER, ...fault }: Fault, name: string): Fault {
  const ours = path
    ?.replace(/DiskOperations\/.*$/, '.*perations/.*')
    .replace(/snapshots\/[^/]+$/, `snapshots/${name}`)
  return { ...fault, times, ...(ours !== undefined && { path: ours }) }
}

/** The recorded write, with the disk's generation and region, and our name. */
function expectedWrite(
  oracle: Oracle,
  record: OracleCase,
  call: SnapshotCall,
  { createOption, writesLike = record.id }: Otherwise,
): Replay['write'] {
  const write = oracle.cases.find(({ id }) => id === writesLike)?.expect.write ?? null
  if (write === null) throw new Error('az wrote nothing')
  const disk = diskIn(oracle.world, call.disk) as { location: string; properties: JsonObject }
  const isGiven = (call.inputs['snapshot-location'] ?? '').trim() !== ''
  const body = structuredClone(write.body) as {
    location: string
    properties: { hyperVGeneration: unknown; creationData: JsonObject }
  }
  body.properties.hyperVGeneration = disk.properties['hyperVGeneration'] ?? 'V1'
  if (!isGiven) body.location = disk.location
  if (createOption !== undefined) body.properties.creationData['createOption'] = createOption
  return { path: write.path.replace(/[^/]+$/, ourName(oracle, call)), body }
}

const oracle = readOracle('az-snapshot-create.json')

if (oracle === undefined) {
  test('skipped: ../shared is not here', () => {
    console.log('skipped: ../shared/oracle/az-snapshot-create.json is not here')
  })
} else {
  describe('az snapshot create', () => {
    const counts = { reached: 0, refused: 0, 'az only': 0 }

    test.each(oracle.cases.map((record) => [record.id, record] as const))(
      '%s',
      async (id, record) => {
        const call = toSnapshotCall(oracle, record)
        if ('azOnly' in call) {
          expect(azOnly[call.azOnly]).toBeDefined()
          expect(otherwise[id]).toBeUndefined()
          counts['az only'] += 1
          return
        }
        const ours = await replay(oracle, record, call)
        const exception = otherwise[id] ?? {}
        if (exception.stoppedBy !== undefined) {
          const { stoppedBy } = exception
          expect(ours).toEqual({ write: null, done: false, stoppedBy })
          counts.refused += 1
          return
        }
        expect(ours).toEqual({
          write: expectedWrite(oracle, record, call, exception),
          done: exception.ends ?? record.expect.exit === 0,
          stoppedBy: [],
        })
        counts.reached += 1
      },
    )

    test('every named difference belongs to a record', () => {
      const ids = new Set(oracle.cases.map(({ id }) => id))
      expect(Object.keys(otherwise).filter((id) => !ids.has(id))).toEqual([])
    })

    afterAll(() => {
      console.log(`${String(oracle.cases.length)} records: ${JSON.stringify(counts)}`)
    })
  })
}
