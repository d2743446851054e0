import { mounts } from '../mounts.js'
import type { OfflineRule } from '../rule.js'

const most = 10

export const mountCount: OfflineRule = {
  id: 'pool/mount-count',
  title: 'a pool mounts at most 10 file systems',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/virtual-file-mount',
  needs: 'config',
  check: (config) => {
    const all = mounts(config)
    return all.slice(most, most + 1).map(({ at }) => ({
      at,
      message: `${String(all.length)} mounts are more than the ${String(most)} that a pool can have`,
      help: `keep at most ${String(most)}`,
    }))
  },
}
