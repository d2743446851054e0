import { valueOf } from '../../model/check-facts.js'
import { osSourcePath } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const originHasNoExtensions: AzureRule = {
  id: 'image/origin-has-no-extensions',
  title: 'the virtual machine that the image comes from has no extensions',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  reads: ['origin'],
  check: (config, { image, checks: live }) => {
    const found = image?.osSource.found
    const vm = found?.kind === 'vm' ? found.vm : valueOf(live?.origin)?.machine
    const extensions = vm?.extensions ?? []
    if (vm === undefined || extensions.length === 0) return []
    return [
      {
        at: osSourcePath(config),
        message: `VM ${vm.id}, which the image comes from, has extensions (${extensions.join(', ')}): what they left in the image can keep nodes from starting`,
        help: 'remove the extensions (az vm extension delete), generalize the VM and take the snapshot again',
      },
    ]
  },
}
