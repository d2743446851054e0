/**
 * Replays what the real `az sig image-version create` was recorded to do through the action's own stages, the real
 * SDK and the simulator: the same write, or a difference that is meant and named here.
 */
import { afterAll, describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { schemaErrors } from '../simulator/arm-schemas.js'
import { readOracle, type OracleCase, type OracleWorld } from '../support/oracle.js'
import { sigInputs } from '../support/sig-inputs.js'
import { openWorld, runInputs, type Outcome } from '../support/simulated-run.js'
import { withoutLineageTags } from '../support/without-lineage.js'

interface Difference {
  readonly why: string
  /** What the action does instead. */
  readonly instead:
    | { /** Writes nothing: the rule that says so. */ readonly refusedBy: string }
    | {
        /** Writes nothing, and nothing is wrong: the version that it takes. */ readonly adopts: string
      }
    | {
        /** Writes the same but for these target regions. */ readonly targetRegions: readonly object[]
      }
    | { /** az writes nothing, the action this version. */ readonly writes: string }
}

const sourcesAreRead = 'sources are read before anything is written'
const isValidated =
  'form of the version, LUNs, dates, regions and counts are validated, not passed on or dropped'
const isAdopted = 'a version that is made from the same source already is used as it is'
const isNormalised = 'names of regions and storage types are sent as Azure spells them'

const differences: Readonly<Record<string, Difference>> = {
  'managed-image/other-subscription-by-id': {
    why: sourcesAreRead,
    instead: { refusedBy: 'image/given-image-exists' },
  },
  'managed-image/that-does-not-exist-is-not-checked': {
    why: sourcesAreRead,
    instead: { refusedBy: 'image/given-image-exists' },
  },
  'managed-image/id-of-a-snapshot-is-not-checked': {
    why: sourcesAreRead,
    instead: { refusedBy: 'image/given-id-is-an-image' },
  },
  'snapshots/os-name-that-is-a-disk-is-not-checked': {
    why: sourcesAreRead,
    instead: { refusedBy: 'image/sources-exist' },
  },
  'snapshots/data-beside-managed-image': {
    why: 'an image and snapshots are two sources, of which Azure takes one',
    instead: { refusedBy: 'config/one-way-to-the-image' },
  },
  'snapshots/data-with-repeated-luns': {
    why: isValidated,
    instead: { refusedBy: 'image/luns-are-distinct' },
  },
  'snapshots/luns-not-numbers-are-dropped': {
    why: isValidated,
    instead: { refusedBy: 'config/value' },
  },
  'location/given': { why: isValidated, instead: { refusedBy: 'gallery/location-agrees' } },
  'location/display-name': { why: isValidated, instead: { refusedBy: 'gallery/location-agrees' } },
  'target-regions/same-region-twice': {
    why: isValidated,
    instead: { refusedBy: 'gallery/regions-once' },
  },
  'target-regions/negative-replicas': { why: isValidated, instead: { refusedBy: 'config/value' } },
  'target-regions/replicas-and-storage-usual-case': {
    why: 'az 2.45 takes a storage type beside replicas in lower case only; newer ones as the action does',
    instead: { writes: '2.0.0' },
  },
  'target-regions/storage-lower-case': {
    why: isNormalised,
    instead: { targetRegions: [{ name: 'westeurope', storageAccountType: 'Standard_LRS' }] },
  },
  'target-regions/display-name-is-kept': {
    why: isNormalised,
    instead: { targetRegions: [{ name: 'westeurope', regionalReplicaCount: 1 }] },
  },
  'target-regions/without-home-region': {
    why: "the version's own region is added, Azure refuses the write without it",
    instead: { targetRegions: [{ name: 'eastus' }, { name: 'westeurope' }] },
  },
  'publishing/end-of-life-not-a-date-is-dropped': {
    why: isValidated,
    instead: { refusedBy: 'gallery/end-of-life-date' },
  },
  'usage/no-version': {
    why: `no version stands for auto; ${isAdopted}`,
    instead: { adopts: '1.0.0' },
  },
  'usage/version-not-semantic': {
    why: isValidated,
    instead: { refusedBy: 'gallery/version-form' },
  },
  'service/put-409-existing': { why: isAdopted, instead: { adopts: '1.0.0' } },
  'service/put-404-definition': {
    why: 'the image definition is read before anything is written',
    instead: { refusedBy: 'gallery/definition-exists' },
  },
}

const oracle = readOracle('az-sig-image-version-create.json')

type Writes = readonly { readonly path: string; readonly body?: unknown }[]

async function replay({ args, faults = [] }: OracleCase, world: OracleWorld) {
  const inputs = sigInputs(args, world)
  if (typeof inputs === 'string') return inputs
  const { tenant, subscriptions, locations, resources } = world
  const opened = await openWorld({ tenant, subscriptions, locations, resources, faults })
  const outcome = await runInputs(inputs, opened)
  expect(opened.simulator.unknownRequests).toEqual([])
  const sent = opened.simulator.transcript.writes().map(({ path, body }) => ({ path, body }))
  expect(sent.flatMap(versionErrors)).toEqual([])
  const writes = sent.map(({ path, body }) => ({ path, body: withoutLineageTags(body) }))
  return { outcome, writes }
}

/** What Azure's published schema has against a version's body. */
function versionErrors({ path, body }: Writes[number]): readonly string[] {
  const type = 'Microsoft.Compute/galleries/images/versions'
  const apiVersion = '2025-03-03'
  const resource = { ...(body as JsonObject), type, apiVersion, name: path.split('/').at(-1) ?? '' }
  const errors = schemaErrors('Microsoft.Compute.2025-03-03', 'galleries_images_versions', resource)
  return errors ?? ['there is no such schema']
}

function writesOfAz({ expect: { write } }: OracleCase): Writes {
  return write === null ? [] : [{ path: write.path, body: write.body }]
}

function brokenRules({ findings }: Outcome): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)
}

function expectSame(record: OracleCase, outcome: Outcome, writes: Writes): void {
  const seen = { writes, findings: outcome.findings }
  expect(seen).toMatchObject({ writes: writesOfAz(record) })
  expect(writes).toEqual(writesOfAz(record))
  const isDone = outcome.error === undefined && brokenRules(outcome).length === 0
  expect(isDone).toBe(record.expect.exit === 0)
}

function expectDifference(
  { instead }: Difference,
  record: OracleCase,
  { outcome, writes }: { readonly outcome: Outcome; readonly writes: Writes },
): void {
  if ('refusedBy' in instead) {
    expect(writes).toEqual([])
    expect(brokenRules(outcome)).toEqual([instead.refusedBy])
    return
  }
  expect(brokenRules(outcome)).toEqual([])
  if ('adopts' in instead) {
    expect(writes).toEqual([])
    expect(outcome.made.galleryImageVersionId).toMatch(new RegExp(`/versions/${instead.adopts}$`))
    return
  }
  if ('writes' in instead) {
    expect(writesOfAz(record)).toEqual([])
    expect(writes.map(({ path }) => path.split('/').at(-1))).toEqual([instead.writes])
    return
  }
  const expected = structuredClone(writesOfAz(record)) as unknown as [
    { body: { properties: { publishingProfile: { targetRegions: unknown } } } },
  ]
  expected[0].body.properties.publishingProfile.targetRegions = instead.targetRegions
  expect(writes).toEqual(expected)
}

if (oracle === undefined) {
  test('skipped: ../shared is not here', () => {
    console.log('skipped: the records of az lie in ../shared, which is not here')
  })
} else {
  describe('az sig image-version create', () => {
    const counts = { equal: 0, different: 0, inexpressible: 0 }
    afterAll(() => {
      const { equal, different, inexpressible } = counts
      const total = String(oracle.cases.length)
      console.log(
        `${total} records of az sig image-version create: ${String(equal)} equal, ` +
          `${String(different)} different on purpose, ${String(inexpressible)} without inputs of ours`,
      )
    })

    test.each(oracle.cases.map((record) => [record.id, record] as const))(
      '%s',
      async (id, record) => {
        const replayed = await replay(record, oracle.world)
        if (typeof replayed === 'string') {
          counts.inexpressible += 1
          return
        }
        const difference = differences[id]
        if (difference === undefined) {
          expectSame(record, replayed.outcome, replayed.writes)
          counts.equal += 1
        } else {
          expectDifference(difference, record, replayed)
          counts.different += 1
        }
      },
    )
  })
}
