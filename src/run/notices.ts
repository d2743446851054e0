/** What is said once a run, of no one config. */
import type { LoadedConfig } from '../inputs/config.js'
import { nodeGoal } from '../model/pool-body.js'
import { wantsNodes } from '../plan/rollout/settings.js'
import type { Host } from '../ports/host.js'

/** Who left `wait-for` to its default has another one since version 1.1, but for the strategies that always looked. */
export function noticeNewDefault(host: Host, configs: readonly LoadedConfig[]): void {
  const isNews = configs.some(({ config: { pool, rollout } }) => {
    const { waitFor, onExistingPool = 'update' } = rollout ?? {}
    if (pool === undefined || waitFor !== undefined) return false
    return ['update', 'fail'].includes(onExistingPool) && wantsNodes(nodeGoal(pool, rollout))
  })
  if (!isNews) return
  const message =
    'wait-for is not set: the run waits until the nodes are ready for tasks (nodes). Version 1.0 only waited until they were allocated (steady). Set wait-for to choose, and to end this notice'
  host.log.annotate({ severity: 'notice', message })
}
