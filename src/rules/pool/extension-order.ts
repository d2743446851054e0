import { isJsonArray } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { repeated, vmItems } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

export const extensionOrder: OfflineRule = {
  id: 'pool/extension-order',
  title: 'extensions have names of their own, and wait only for others of the pool',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/create-pool-extensions',
  needs: 'config',
  check: (config) => {
    const extensions = vmItems(config, 'extensions')
    const names = extensions.map(({ item: { name } }) => name)
    const twice = repeated(extensions, 'name').map(({ at, value }) => ({
      at,
      message: `more than one extension is called ${showValue(value)}`,
      help: 'give each a name of its own',
    }))
    const unknown = extensions.flatMap(({ at, item }) => {
      const after = item['provisionAfterExtensions']
      const given = isJsonArray(after) ? after : []
      return given.flatMap((name, index): readonly Violation[] => {
        if (typeof name !== 'string' || (names.includes(name) && name !== item['name'])) return []
        const message =
          name === item['name']
            ? `extension ${showValue(name)} waits for itself`
            : `${showValue(name)} is not an extension of this pool`
        const help = 'name another extension of the pool, or remove it'
        return [{ at: [...at, 'provisionAfterExtensions', index], message, help }]
      })
    })
    return [...twice, ...unknown]
  },
}
