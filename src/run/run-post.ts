/**
 * The post step: finishes what the main step was to do about a run that did not end well, and could not, because it was
 * cancelled or its process was killed. Never fails the job: what cannot be done is a warning.
 */
import type { StepContext } from '../apply/context.js'
import type { PageText } from '../apply/undo/journal.js'
import { isWanted, type Ending } from '../apply/undo/policy.js'
import { readJournal } from '../apply/undo/read-journal.js'
import { scaleToZero } from '../apply/nodes/scale-to-zero.js'
import { stopResizesStillOn } from '../apply/nodes/stop-resizes.js'
import { reasonOf, rollBack } from '../apply/undo/roll-back.js'
import type { UndoEntry } from '../apply/undo/undo.js'
import { raceAbort } from '../cancel/race-abort.js'
import { withDeadline, type Limits } from '../cancel/with-deadline.js'
import { readRunOptions } from '../inputs/read-run-options.js'
import type { Host } from '../ports/host.js'
import { logLine, mdText } from '../report/escape.js'
import type { Event } from '../model/events.js'
import { initialRunState } from '../outcome/result.js'
import { secretsIn } from '../secrets/secrets-in.js'
import { keepSecrets } from './keep-secrets.js'
import { mayHaveDeletedPool, recreateDeletedPools } from './recreate-deleted-pools.js'
import { inputSource, type OpenedAzure, type RunEnvironment } from './run-environment.js'
import { durationOfMinutes } from '../shared/duration.js'
import { mapConcurrent } from '../shared/map-concurrent.js'

/**
 * GitHub ends a cancelled job for good five minutes after the request:
 * https://docs.github.com/actions/managing-workflow-runs/canceling-a-workflow
 */
const limit = durationOfMinutes(4)
/** Of it, what stopping may take: one request that hangs must not keep the rest from being taken back. */
const stopMs = 30_000

interface Told {
  readonly done: readonly string[]
  readonly left: readonly string[]
}

/** Surroundings as for the main step. Throws nothing. */
export async function runPost(given: RunEnvironment): Promise<void> {
  const { host } = keepSecrets(given.host)
  const runEnvironment = { ...given, host }
  try {
    for (const secret of secretsIn(host.env, [])) host.setSecret(secret)
    const pages = readJournal(host.journal?.read() ?? '').filter(hasWork)
    // Azure may quote what it is sent of a pool that was there before.
    for (const secret of secretsIn({}, pages)) host.setSecret(secret)
    if (pages.length > 0) tell(host, await finish(runEnvironment, pages))
  } catch (error) {
    warn(host, `the post step could not finish what on-cancel asks for: ${reasonOf(error)}`)
  }
  host.journal?.remove()
}

/** A process that was killed was told no reason: it counts as cancelled, which by default destroys nothing. */
function endingOf({ ended = 'cancelled' }: PageText): Ending {
  return ended
}

function hasWork(page: PageText): boolean {
  const ending = endingOf(page)
  if (page.entries.some((entry) => isWanted(entry, ending, page))) return true
  if (mayHaveDeletedPool(page).length > 0) return true
  return ending === 'failed'
    ? page.onFailure === 'scale-to-zero' && page.entries.some(isMadePool)
    : page.onCancel !== 'keep' && page.resizing.length > 0
}

function isMadePool({ of, undo }: UndoEntry): boolean {
  return of === 'made' && undo.kind === 'delete-pool'
}

async function finish(
  runEnvironment: RunEnvironment,
  pages: readonly PageText[],
): Promise<readonly Told[]> {
  const { host, cancelled, openAzure } = runEnvironment
  const { runOptions } = readRunOptions(inputSource(runEnvironment))
  if (runOptions === undefined) throw new Error('the inputs are not what the main step was given')
  const opened = await raceAbort(openAzure(runOptions, cancelled, host), cancelled)
  const time = { clock: opened.clock, timeout: limit, signal: cancelled }
  return await withDeadline(time, async (limits) => {
    return await mapConcurrent(pages, runOptions.parallelism, async (page) => {
      return await finishPage(page, host, { ...opened, ...limits })
    })
  })
}

async function finishPage(
  page: PageText,
  host: Host,
  { azure, clock, signal, deadline }: OpenedAzure & Limits,
): Promise<Told> {
  const ending = endingOf(page)
  const wanted = page.entries.filter((entry) => isWanted(entry, ending, page))
  const context: StepContext = {
    azure,
    clock,
    signal,
    deadline,
    subscriptions: page.subscriptions ?? [],
    emit: (event) => {
      logEvent(host, page, event)
    },
    made: () => initialRunState,
    record: () => undefined,
    recordUndo: () => undefined,
    discardUndo: () => undefined,
  }
  const isStopped = ending === 'cancelled' && page.onCancel !== 'keep'
  const briefly = AbortSignal.timeout(stopMs)
  const stopped = isStopped
    ? await stopResizesStillOn(page.resizing, azure, AbortSignal.any([signal, briefly]))
    : { done: [], left: [] }
  const taken = await rollBack(wanted, context, { noted: page.entries })
  const remade = await recreateDeletedPools(page, context)
  const isEmptied = ending === 'failed' && page.onFailure === 'scale-to-zero'
  const emptied = isEmptied ? await scaleToZero(page.entries, context) : { done: [], left: [] }
  return {
    done: [...stopped.done, ...taken.done, ...remade.done, ...emptied.done],
    left: [...stopped.left, ...taken.left, ...remade.left, ...emptied.left],
  }
}

function logEvent({ log }: Host, { file }: PageText, event: Event): void {
  const prefix = file === undefined ? '' : `[${file}] `
  if (event.type === 'taking-back') log.info(logLine(`${prefix}${event.say}`))
  if (event.type === 'note') {
    log.annotate({ severity: event.severity, message: logLine(`${prefix}${event.say}`) })
  }
}

function tell(host: Host, reported: readonly Told[]): void {
  // As text: Markdown spells a secret otherwise.
  const { hideSecrets = (text: string) => text } = host
  const done = reported.flatMap((one) => one.done.map(hideSecrets))
  const left = reported.flatMap((one) => one.left.map(hideSecrets))
  if (done.length + left.length === 0) {
    host.log.info('nothing was left to stop or undo')
    return
  }
  for (const sentence of done) host.log.info(logLine(`done after the run: ${sentence}`))
  for (const sentence of left) host.log.info(logLine(`not done after the run: ${sentence}`))
  const lines = [
    '### image-to-pool: after the run',
    '',
    ...done.map((sentence) => `- ${mdText(sentence)}`),
    ...left.map((sentence) => `- ⚠️ ${mdText(sentence)}`),
    '',
  ]
  try {
    host.writeSummary(lines.join('\n'))
  } catch (error) {
    warn(host, `cannot write the job summary: ${reasonOf(error)}`)
  }
}

function warn(host: Host, message: string): void {
  host.log.annotate({ severity: 'warning', message: logLine(message) })
}
