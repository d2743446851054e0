/** Finds what earlier runs have left behind, by tag and name, and removes it. */
import type { Connection } from './connection.js'
import { findGroups, groupIdOf, removeGroup } from './kit-group.js'
import { mapConcurrent } from '../../src/shared/map-concurrent.js'
import { createWire } from './wire.js'

export interface CleanUp extends Connection {
  readonly signal: AbortSignal
  readonly olderThanMinutes: number
  readonly isDryRun: boolean
  readonly log: (line: string) => void
}

/** Groups that go at the same time. */
const mostAtOnce = 4

/** Returns how many groups could not be removed. */
export async function cleanUp(run: CleanUp): Promise<number> {
  const { clients, clock, subscriptionId, signal, olderThanMinutes, isDryRun, log } = run
  const checkTime = (): void => undefined
  // Fenced to nothing: this one only reads.
  const reader = createWire({ clients, groupId: '/', signal, checkTime })
  const all = await findGroups({ azure: reader, subscriptionId })
  const latestMs = clock.now() - olderThanMinutes * 60_000
  const old = all.filter(({ sinceMs }) => sinceMs <= latestMs)
  for (const { name } of all.filter((group) => !old.includes(group)))
    log(`left alone: ${name} is younger`)
  if (old.length === 0) log('nothing to remove')
  const failed = await mapConcurrent(old, mostAtOnce, async ({ name }) => {
    log(isDryRun ? `would remove ${name}` : `removing ${name}`)
    if (isDryRun) return 0
    const groupId = groupIdOf(subscriptionId, name)
    const azure = createWire({ clients, groupId, signal, checkTime })
    try {
      await removeGroup({ azure, subscriptionId }, name, { clock, signal })
      log(`removed ${name}`)
      return 0
    } catch (error) {
      log(`not removed: ${name}: ${error instanceof Error ? error.message : String(error)}`)
      return 1
    }
  })
  return failed.reduce<number>((sum, one) => sum + one, 0)
}
