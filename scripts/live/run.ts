/** A run of the kit: makes its group, asks the questions, removes the group whatever happened. */
import { setMaxListeners } from 'node:events'
import { isDeepStrictEqual } from 'node:util'
import type { Clients } from '../../src/azure/clients.js'
import type { Clock } from '../../src/ports/clock.js'
import { mapConcurrent } from '../../src/shared/map-concurrent.js'
import { groupIdOf, makeGroup, newGroupName, removeGroup, suffixOf } from './kit-group.js'
import { checkIsAnswer, NotPossible, type Facts, type Probe } from './probe.js'
import { createSupplies } from './supplies.js'
import { createWire, type Exchange } from './wire.js'

export interface Run {
  readonly clients: Clients
  readonly clock: Clock
  /** Ends the questions; the removal goes on. */
  readonly signal: AbortSignal
  readonly subscriptionId: string
  readonly location: string
  readonly otherLocation: string
  readonly probes: readonly Probe[]
  readonly log: (line: string) => void
}

export type Verdict = 'confirmed' | 'contradicted' | 'unanswered'

/** What came of a question. */
export interface Answered {
  readonly probe: Probe
  readonly verdict: Verdict
  /** Absent where it is unanswered. */
  readonly seen?: Facts
  /** Why it is unanswered. */
  readonly reason?: string
  /** As they went over the wire: the report blanks them. */
  readonly exchanges: readonly Exchange[]
}

export interface RunResult {
  readonly group: string
  readonly location: string
  readonly startedMs: number
  readonly endedMs: number
  readonly answers: readonly Answered[]
  /** Why something may be left in Azure; absent: nothing is. */
  readonly leftBehind?: string
}

/** The questions end then, and what is still open is unanswered: the removal takes its time too. */
const questionsMs = 50 * 60_000
/** At once: enough to wait for many things side by side, and far from Azure's limits. */
const mostAtOnce = 12

/** Throws where the group cannot be made; from then on it is removed whatever happens. */
export async function runKit(run: Run): Promise<RunResult> {
  const { clients, clock, signal, subscriptionId, location, log } = run
  setMaxListeners(0, signal) // each wait and each request listens
  const startedMs = clock.now()
  const group = newGroupName(startedMs)
  const groupId = groupIdOf(subscriptionId, group)
  const deadlineMs = startedMs + questionsMs
  const checkTime = (): void => {
    if (clock.now() > deadlineMs) throw new NotPossible('the time for questions was over')
  }
  const wire = { clients, groupId, signal }
  log(`making group ${group} in ${location}`)
  let answers: readonly Answered[] = []
  let leftBehind: string | undefined
  try {
    const azure = createWire({ ...wire, checkTime })
    await makeGroup({ azure, subscriptionId }, { name: group, location, nowMs: startedMs })
    const { otherLocation } = run
    const supplies = createSupplies({
      ...{ azure, clock, signal, deadlineMs, subscriptionId, groupId, location, otherLocation },
      suffix: suffixOf(group),
    })
    answers = await mapConcurrent(run.probes, mostAtOnce, async (probe) => {
      const exchanges: Exchange[] = []
      const checked = { ...wire, checkTime, checkAnswer: checkIsAnswer }
      const recorded = createWire(checked, (exchange) => exchanges.push(exchange))
      const ended = await ask(probe, { azure: recorded, supplies, newName: namesOf(probe) })
      log(`${ended.verdict}: ${probe.id}${ended.reason === undefined ? '' : ` (${ended.reason})`}`)
      return { probe, ...ended, exchanges }
    })
  } finally {
    log(`removing group ${group}`)
    leftBehind = await remove(run, group)
  }
  const endedMs = clock.now()
  const result = { group, location, startedMs, endedMs, answers }
  return leftBehind === undefined ? result : { ...result, leftBehind }
}

/** Not under the signal that ended the questions: what was made must go. */
async function remove({ clients, clock, subscriptionId }: Run, group: string) {
  const { signal } = new AbortController()
  const groupId = groupIdOf(subscriptionId, group)
  const azure = createWire({ clients, groupId, signal, checkTime: () => undefined })
  try {
    await removeGroup({ azure, subscriptionId }, group, { clock, signal })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

type Ended = Pick<Answered, 'verdict' | 'seen' | 'reason'>

async function ask(probe: Probe, context: Parameters<Probe['ask']>[0]): Promise<Ended> {
  try {
    const seen = await probe.ask(context)
    const isAsExpected = isDeepStrictEqual(seen, probe.expected)
    return { verdict: isAsExpected ? 'confirmed' : 'contradicted', seen }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { verdict: 'unanswered', reason }
  }
}

/** `if-none-match-pool-1`: names that no two probes share, short enough for everything. */
function namesOf({ id }: Probe): (what: string) => string {
  const stem = id.replace(/^.*\//, '').slice(0, 30)
  let count = 0
  return (what) => {
    count += 1
    return `${stem}-${what}-${String(count)}`
  }
}
