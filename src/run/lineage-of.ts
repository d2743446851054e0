import { randomUUID } from 'node:crypto'
import { configDigest } from './config-digest.js'
import type { LoadedConfig } from '../inputs/config.js'
import { seriesOf } from '../model/series.js'
import type { Lineage } from '../model/lineage.js'
import type { RunContext } from '../ports/host.js'
import { version } from '../shared/version.js'

/** Outside of a workflow a run has no number, and its things must be told from those of others all the same. */
const byHand = `by-hand/${randomUUID()}`

type Named = Pick<LoadedConfig, 'config' | 'file' | 'originOf'>

/** What this run writes on all that it makes for a config. `now`: ms since the epoch, by the clock that Azure goes by. */
export function lineageOf(loaded: Named, run: RunContext, now: number): Lineage {
  const { config, file, originOf } = loaded
  const { repository, commit, attempt = byHand, pullRequest } = run
  const family = seriesOf(config)
  return {
    tool: version,
    ...(family !== undefined && { family }),
    made: new Date(now).toISOString(),
    digest: configDigest(config),
    ...(repository !== undefined && { repository }),
    ...(commit !== undefined && { commit }),
    run: attempt,
    ...(pullRequest !== undefined && { pullRequest }),
    ...(file !== undefined && originOf(['pool', 'name']).kind === 'file' && { config: file }),
  }
}
