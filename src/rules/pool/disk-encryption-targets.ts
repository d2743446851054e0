import { osOfPool, textsIn, vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['diskEncryptionConfiguration', 'targets'] as const
const all = { Linux: ['TemporaryDisk'], Windows: ['OsDisk', 'TemporaryDisk'] } as const

export const diskEncryptionTargets: OfflineRule = {
  id: 'pool/disk-encryption-targets',
  title:
    'disks are encrypted as their operating system can: on Linux TemporaryDisk, on Windows both',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/disk-encryption',
  needs: 'config',
  check: (config) => {
    const os = osOfPool(config)
    const given = textsIn(vmValue(config, ...path))
    if (os === undefined || given.length === 0) return []
    // With a key of the customer's the OS disk is encrypted at rest, on Linux as well.
    if (vmValue(config, 'diskEncryptionConfiguration', 'customerManagedKey') !== undefined)
      return []
    const names = given.map((target) => target.toLowerCase()).sort()
    const wanted = all[os]
    if (names.join() === wanted.join().toLowerCase()) return []
    const message = `the targets of the disk encryption are ${given.join(' and ')}, and on ${os} Batch encrypts ${wanted.join(' and ')} and nothing else`
    return [{ at: vmPath(...path), message, help: `write targets: [${wanted.join(', ')}]` }]
  },
}
