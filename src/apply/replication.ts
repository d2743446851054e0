import { publishedRegions } from '../model/target-regions.js'
import { isPublishedIn } from '../model/version-choice.js'
import type { AwaitImageVersion, CreateImageVersion, UpdateImageVersion } from '../model/step.js'
import type { ImageVersion, Operation, RegionReplication } from '../ports/azure.js'
import { nameOfId } from '../shared/arm-id.js'
import { AzureFailure, DeadlinePassed, type AzureErrorDetail } from '../shared/errors.js'
import { objectAt } from '../shared/json-at.js'
import { sameRegion } from '../shared/region.js'
import type { StepContext } from './context.js'
import { reportProgress, reportWaited } from './progress.js'
import { waitFor, type Seen } from './wait.js'

export interface ReplicationWait {
  readonly step: CreateImageVersion | AwaitImageVersion | UpdateImageVersion
  /** Id of the version, which may have another number than the step planned. */
  readonly id: string
  /** The PUT's operation, where this run made the version. */
  readonly operation?: Operation
  /** The version as it was read a moment ago, with its replication: where it can be used already, nothing is waited for. */
  readonly seen?: ImageVersion | undefined
}

const secondMs = 1000
/** Kept back from the run's own time, at whose end every call is cut off, for a last look and a word on it. */
const lastLookMs = 10 * secondMs

/** How often the operation is asked where Azure does not say. */
const operationEveryMs = 30 * secondMs

/** When the operation may be asked again, as Azure wishes, ms since the epoch: the version itself may be read meanwhile. */
interface OperationDue {
  at: number
}

/** Quick while a small image may be done at once, then in step with what Azure allows to be read. */
function everyMs(elapsedMs: number): number {
  if (elapsedMs < 30 * secondMs) return 5 * secondMs
  return elapsedMs < 600 * secondMs ? 15 * secondMs : 30 * secondMs
}

/**
 * Waits until the version can be used: in `step.waitRegion` where one is given (the others may trail), else as a
 * whole. Throws `AzureFailure` with the service's error and the regions' own words when the version fails, and
 * `DeadlinePassed` when the replication timeout or the run's deadline comes first.
 */
export async function awaitReplication(wait: ReplicationWait, context: StepContext): Promise<void> {
  const { step, id } = wait
  const { clock, signal } = context
  const own = clock.now() + step.timeoutMs
  const deadline = Math.min(own, context.deadline - lastLookMs)
  const due = { at: clock.now() }
  const where = step.waitRegion === undefined ? '' : ` in ${step.waitRegion}`
  try {
    const version =
      usableAlready(wait) ??
      (await waitFor({
        clock,
        signal,
        deadline,
        onWaited: reportWaited(context, 'replication', whereOf(step)),
        what: `image version ${nameOfId(id)}${where}`,
        probe: async () => await look(wait, due, context),
        everyMs,
        onPending: reportProgress(step, context),
      }))
    reportFailedRegions(version, step.waitRegion, context)
  } catch (error) {
    if (!(error instanceof DeadlinePassed)) throw error
    const limit = deadline === own ? 'replication-timeout' : 'timeout'
    const advice = `Azure continues to replicate: run again to adopt the version, or raise ${limit}`
    throw new DeadlinePassed(`${error.message}; ${advice}`, { cause: error })
  }
}

/** As far as the step says: who adopts a version waits for regions that others chose. */
function whereOf(step: ReplicationWait['step']): string | undefined {
  if (step.waitRegion !== undefined) return step.waitRegion
  if (step.kind !== 'create-image-version') return undefined
  const regions = publishedRegions(objectAt(step.body, 'properties') ?? {})
  return regions.length > 1 ? `${String(regions.length)} regions` : regions[0]?.name
}

function usableAlready({ seen, step }: ReplicationWait): ImageVersion | undefined {
  return seen !== undefined && judge(seen, step.waitRegion) === 'usable' ? seen : undefined
}

async function look(
  wait: ReplicationWait,
  due: OperationDue,
  context: StepContext,
): Promise<Seen<ImageVersion>> {
  const { id, step, operation } = wait
  const { azure, clock, signal } = context
  const version = await azure.imageVersion(id, { signal, replication: true })
  if (version === undefined) throw failure(wait, 'NotFound', 'the version is gone')
  const verdict = judge(version, step.waitRegion)
  if (verdict === 'usable') return { done: version }
  if (verdict === 'failed') throw await failureOf(version, wait, context)
  if (operation !== undefined && clock.now() >= due.at) {
    const { retryAfterMs = operationEveryMs } = await operation.poll({ signal })
    due.at = clock.now() + retryAfterMs
  }
  return {
    pending: describeReplication(version),
    progress: progressOf(version, step.waitRegion),
    ...(operation !== undefined && { atMostMs: due.at - clock.now() }),
  }
}

/** Of the region that is waited for, else of the one that is least far. */
function progressOf(
  { replication = [] }: ImageVersion,
  waitRegion: string | undefined,
): number | undefined {
  const awaited = replication.filter(
    ({ region }) => waitRegion === undefined || sameRegion(region, waitRegion),
  )
  const percents = awaited.flatMap(({ progress }) => progress ?? [])
  return percents.length === 0 ? undefined : Math.min(...percents) / 100
}

type Verdict = 'usable' | 'failed' | 'pending'

function judge(version: ImageVersion, waitRegion: string | undefined): Verdict {
  const state = version.provisioningState.toLowerCase()
  if (state === 'failed' || state === 'deleting') return 'failed'
  if (waitRegion === undefined) return state === 'succeeded' ? 'usable' : 'pending'
  const there = version.replication?.find(({ region }) => sameRegion(region, waitRegion))
  if (there !== undefined && isState(there, 'Completed')) return 'usable'
  if (there !== undefined && isState(there, 'Failed')) return 'failed'
  if (state !== 'succeeded') return 'pending'
  return isPublishedIn(version, waitRegion) ? 'usable' : 'failed'
}

function isState(region: RegionReplication, state: string): boolean {
  return region.state.toLowerCase() === state.toLowerCase()
}

/** `Creating: koreacentral Replicating 45%, eastus Completed`. */
function describeReplication(version: ImageVersion): string {
  const regions = (version.replication ?? []).map(({ region, state, progress }) =>
    progress === undefined || state.toLowerCase() !== 'replicating'
      ? `${region} ${state}`
      : `${region} ${state} ${String(progress)}%`,
  )
  return [version.provisioningState, regions.join(', ')].filter((text) => text !== '').join(': ')
}

/** The version is of use, but not everywhere it was meant for. */
function reportFailedRegions(
  version: ImageVersion,
  waitRegion: string | undefined,
  { clock, emit }: StepContext,
): void {
  const failed = (version.replication ?? []).filter((region) => isState(region, 'Failed'))
  for (const { region, details } of failed) {
    const why = details ? `: ${details}` : ''
    const there = waitRegion === undefined ? '' : `; ${waitRegion} has its replica`
    const say = `image version ${version.name} was not replicated to ${region}${why}${there}`
    emit({ type: 'note', at: clock.now(), severity: 'warning', say })
  }
}

/** The operation knows the reason, the regions know the place: one error of both. */
async function failureOf(
  version: ImageVersion,
  wait: ReplicationWait,
  { signal }: StepContext,
): Promise<AzureFailure> {
  const details = (version.replication ?? [])
    .filter((region) => isState(region, 'Failed'))
    .map(({ region, details: why }) =>
      detail('ReplicationFailed', why || 'no reason given', region),
    )
  const said = describeReplication(version)
  try {
    const reported = await wait.operation?.poll({ signal })
    // The first look may be put off by the answer to the PUT, which came before anything failed.
    if (reported?.done === false) await wait.operation?.poll({ signal })
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error
    const { status, requestId, correlationId } = error
    return new AzureFailure({
      operation: operationOf(wait),
      resource: wait.id,
      error: { ...error.error, details: [...error.error.details, ...details] },
      cause: error,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
      ...(correlationId !== undefined && { correlationId }),
    })
  }
  return failure(wait, 'ImageVersionFailed', `the version ended as ${said}`, details)
}

function detail(code: string, message: string, target: string): AzureErrorDetail {
  return { code, message: `${target}: ${message}`, target, details: [] }
}

function failure(
  wait: ReplicationWait,
  code: string,
  message: string,
  details: readonly AzureErrorDetail[] = [],
): AzureFailure {
  const error = { code, message, details }
  return new AzureFailure({ operation: operationOf(wait), resource: wait.id, error })
}

function operationOf({ step, id }: ReplicationWait): string {
  const verbs = {
    'create-image-version': 'create',
    'update-image-version': 'update',
    'await-image-version': 'wait for',
  }
  const verb = verbs[step.kind]
  return `${verb} image version ${nameOfId(id)}`
}
