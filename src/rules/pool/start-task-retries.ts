import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['startTask', 'maxTaskRetryCount'] as const

export const startTaskRetries: OfflineRule = {
  id: 'pool/start-task-retries',
  title: 'a start task that fails is not retried for ever',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#starttask',
  needs: 'config',
  check: (config) => {
    const count = poolValue(config, ...path)
    if (typeof count !== 'number' || count >= 0) return []
    const at = poolPath(...path)
    if (count < -1) {
      const message = `maxTaskRetryCount is ${String(count)}, which Batch has no meaning for`
      const help = 'write how often to try again, 0 for never, -1 for without limit'
      return [{ at, severity: 'error', message, help }]
    }
    if (poolValue(config, 'startTask', 'waitForSuccess') === false) return []
    const message =
      'maxTaskRetryCount is -1: a node whose start task always fails keeps starting, and is paid for'
    return [{ at, message, help: 'write a number of retries, for example 3' }]
  },
}
