import { nameSource, osSourceOf, osSourcePath } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const osDiskIsNotEncrypted: AzureRule = {
  id: 'image/os-disk-is-not-encrypted',
  title: 'the OS disk is not encrypted by Azure Disk Encryption',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, facts) => {
    const os = osSourceOf(facts)
    if (os?.disk?.encrypted !== true) return []
    return [
      {
        at: osSourcePath(config),
        message: `${nameSource(os)} is encrypted by Azure Disk Encryption: Batch nodes cannot start from it`,
        help: 'decrypt the OS disk (az vm encryption disable), then make the snapshot again',
      },
    ]
  },
}
