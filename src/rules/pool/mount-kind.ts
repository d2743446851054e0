import { kindsOf, mountKinds, mounts } from '../mounts.js'
import type { OfflineRule } from '../rule.js'

export const mountKind: OfflineRule = {
  id: 'pool/mount-kind',
  title: 'each mount is of exactly one kind',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#mountconfiguration',
  needs: 'config',
  check: (config) =>
    mounts(config).flatMap((mount) => {
      const [kind, other] = kindsOf(mount)
      if (kind === undefined) {
        const message = 'a mount says nothing of what to mount'
        return [{ at: mount.at, message, help: `give one of ${mountKinds.join(', ')}` }]
      }
      if (other === undefined) return []
      const message = `${kind} and ${other} exclude each other`
      return [{ at: [...mount.at, other], message, help: 'make two mounts of them' }]
    }),
}
