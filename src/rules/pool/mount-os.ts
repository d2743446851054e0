import { mountsOf } from '../mounts.js'
import { osOfPool } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const linuxOnly = ['azureBlobFileSystemConfiguration', 'nfsMountConfiguration'] as const
const called = {
  azureBlobFileSystemConfiguration: 'a blob container',
  nfsMountConfiguration: 'an NFS share',
} as const

export const mountOs: OfflineRule = {
  id: 'pool/mount-os',
  title: 'Windows nodes mount Azure file shares and CIFS only',
  // Batch's page says so; that the service refuses it was not seen.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/virtual-file-mount',
  needs: 'config',
  check: (config) => {
    if (osOfPool(config) !== 'Windows') return []
    return linuxOnly.flatMap((kind) =>
      mountsOf(config, [kind]).map(({ at }) => ({
        at,
        message: `${called[kind]} is to be mounted on nodes that run Windows, which Batch does on Linux only`,
        help: 'mount an Azure file share instead: azureFileShareConfiguration',
      })),
    )
  },
}
