import { nameSource, osSourceOf, osSourcePath } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const osTypeIsKnown: AzureRule = {
  id: 'image/os-type-is-known',
  title: 'the OS type is given, or the source states it',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'facts',
  check: (config, facts) => {
    const os = osSourceOf(facts)
    const given = config.image?.osType
    // Azure reads the OS type of a VM from the VM itself.
    if (os === undefined || os.kind === 'vm' || given !== undefined || os.osType !== undefined) {
      return []
    }
    const at = osSourcePath(config)
    const help = 'give os-type (osType), Linux or Windows'
    if (facts.image?.osSource.found.kind === 'unreadable') {
      if (facts.image.mode !== 'plan') return [] // an error of its own there
      const message = `${nameSource(os)} may not be read, so its OS type is not known`
      return [{ at, message, help }]
    }
    return [
      {
        at,
        message: `${nameSource(os)} does not state its OS type`,
        help: `${help}, if this is the OS disk at all: data disks have none`,
      },
    ]
  },
}
