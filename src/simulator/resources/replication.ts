import { numberAt, objectAt, objectsAt, textAt } from '../json.js'
import type { JsonObject, OperationFailure, Scenario, StoredResource } from '../kernel.js'
import { normaliseRegion, regionDisplayName } from '../regions.js'

/** One region's copy of a gallery version; times in simulated ms since the epoch. */
interface Copy {
  readonly region: string
  readonly since: number
  readonly until: number
  readonly fails: boolean
}

/** Percent, told by the service as a whole number. */
const whole = 100
const defaultSeconds = 240

/** Plans the copies of the target regions that `before` does not have yet; those it has keep their times. */
export function planCopies(
  scenario: Scenario,
  now: number,
  regions: readonly string[],
  before?: StoredResource,
): Copy[] {
  const kept = before === undefined ? [] : copiesOf(before)
  return regions.map((region) => {
    const name = normaliseRegion(region)
    const old = kept.find((copy) => copy.region === name)
    if (old !== undefined && !old.fails) return old
    const seconds =
      scenario.replicationSecondsByRegion?.[name] ??
      scenario.replicationSecondsPerRegion ??
      defaultSeconds
    const fails = scenario.failingRegions?.map(normaliseRegion).includes(name) ?? false
    return { region: name, since: now, until: now + seconds * 1000, fails }
  })
}

/** What the failed copies make of the operation as a whole; undefined when all are well. */
export function failureOf(
  scenario: Scenario,
  copies: readonly Copy[],
): OperationFailure | undefined {
  const failed = copies.filter(({ fails }) => fails)
  if (failed.length === 0) return undefined
  const names = failed.map(({ region }) => regionDisplayName(scenario, region)).join(', ')
  return {
    code: 'ReplicationJobsNotCompleted',
    message: `The replication job has not completed at region: ${names}.`,
    details: failed.map(({ region }) => ({
      code: 'ReplicationFailed',
      message: detailsOf(region),
    })),
  }
}

export function hiddenCopies(copies: readonly Copy[]): JsonObject {
  return { copies: copies.map((copy) => ({ ...copy })) }
}

function copiesOf(version: StoredResource): Copy[] {
  return objectsAt(version.hidden, 'copies').map((copy) => ({
    region: textAt(copy, 'region') ?? '',
    since: numberAt(copy, 'since') ?? 0,
    until: numberAt(copy, 'until') ?? 0,
    fails: copy['fails'] === true,
  }))
}

/**
 * Whether nodes in a region can be made from a version: its copy there is complete, even while others are not.
 * A version of the scenario, which has no history, is complete in all of its target regions.
 */
export function isReplicatedIn(version: StoredResource, region: string, now: number): boolean {
  const wanted = normaliseRegion(region)
  if (version.hidden?.['copies'] === undefined) return targetRegions(version).includes(wanted)
  const copy = copiesOf(version).find((one) => one.region === wanted)
  return copy !== undefined && !copy.fails && now >= copy.until
}

function targetRegions(version: StoredResource): string[] {
  const targets = objectsAt(version.properties, 'publishingProfile', 'targetRegions')
  return targets.map((target) => normaliseRegion(textAt(target, 'name') ?? ''))
}

/** `replicationStatus` as `$expand=ReplicationStatus` shows it. */
export function replicationStatus(
  scenario: Scenario,
  version: StoredResource,
  now: number,
): JsonObject {
  const given = objectAt(version.properties, 'replicationStatus')
  if (given['summary'] !== undefined) return given
  const copies = copiesOf(version)
  const summary =
    version.hidden?.['copies'] === undefined
      ? targetRegions(version).map((region) => showState(scenario, region, 'Completed', whole))
      : copies.map((copy) => showCopy(scenario, copy, now))
  const states = summary.map(({ state }) => state)
  return { aggregatedState: aggregate(states), summary }
}

function aggregate(states: readonly unknown[]): string {
  if (states.includes('Replicating')) return 'InProgress'
  return states.includes('Failed') ? 'Failed' : 'Completed'
}

function showCopy(scenario: Scenario, copy: Copy, now: number): JsonObject {
  const { region, since, until, fails } = copy
  const done = until <= since ? 1 : Math.min(1, (now - since) / (until - since))
  if (done < 1) return showState(scenario, region, 'Replicating', Math.floor(done * whole))
  if (!fails) return showState(scenario, region, 'Completed', whole)
  return { ...showState(scenario, region, 'Failed', 0), details: detailsOf(region) }
}

function showState(
  scenario: Scenario,
  region: string,
  state: string,
  progress: number,
): { region: string; state: string; progress: number; details: string } {
  return { region: regionDisplayName(scenario, region), state, details: '', progress }
}

function detailsOf(region: string): string {
  return `The replication to '${region}' failed: there is not enough storage capacity in the region.`
}

/** When the last copy is done. */
export function lastUntil(copies: readonly Copy[], now: number): number {
  return Math.max(now, ...copies.map(({ until }) => until))
}
