import { mountsOf } from '../mounts.js'
import { repeated } from '../pool-values.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule, Violation } from '../rule.js'

const key = 'relativeMountPath'

export const mountPaths: OfflineRule = {
  id: 'pool/mount-paths',
  title: 'each mount has a path of its own below AZ_BATCH_NODE_MOUNTS_DIR',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/virtual-file-mount',
  needs: 'config',
  check: (config) => {
    const all = mountsOf(config)
    const outside = all.flatMap(({ at, item }): readonly Violation[] => {
      const path = item[key]
      if (typeof path !== 'string' || !/^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)/i.test(path)) {
        return []
      }
      const message = `${key} ${showValue(path)} is not a path below the mounts directory`
      const help =
        'write a name, for example data: it is below $AZ_BATCH_NODE_MOUNTS_DIR on the nodes'
      return [{ at: [...at, key], severity: 'warning', message, help }]
    })
    const twice = repeated(all, key).map(({ at, value }) => ({
      at,
      message: `more than one mount has the path ${showValue(value)}`,
      help: 'give each a path of its own',
    }))
    return [...outside, ...twice]
  },
}
