import { showValue } from '../../shared/show-value.js'
import { isGiven, poolItems, type Item } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const sources = ['httpUrl', 'storageContainerUrl', 'autoStorageContainerName'] as const

export const resourceFiles: OfflineRule = {
  id: 'pool/resource-files',
  title: 'a resource file comes from one place and goes to one',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/resource-files',
  needs: 'config',
  check: (config) => poolItems(config, 'startTask', 'resourceFiles').flatMap(problemsOf),
}

function problemsOf({ at, item }: Item): readonly Violation[] {
  const [source, other] = sources.filter((key) => isGiven(item[key]))
  if (source === undefined) {
    const message = 'a resource file has no source'
    return [{ at, message, help: `give one of ${sources.join(', ')}` }]
  }
  if (other !== undefined) {
    const message = `${source} and ${other} exclude each other`
    return [{ at: [...at, other], message, help: 'keep one of them' }]
  }
  if (source === 'httpUrl' && !isGiven(item['filePath'])) {
    const message = `the resource file ${showValue(item[source])} has no filePath`
    return [
      { at, message, help: 'give filePath, the path and name that the file gets on the node' },
    ]
  }
  if (source === 'httpUrl' && isGiven(item['blobPrefix'])) {
    const message = 'blobPrefix chooses among the files of a container, and httpUrl is one file'
    const help = 'remove blobPrefix, or give storageContainerUrl instead of httpUrl'
    return [{ at: [...at, 'blobPrefix'], message, help }]
  }
  return []
}
