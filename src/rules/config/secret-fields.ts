import { pathText } from '../../shared/path-text.js'
import type { OfflineRule } from '../rule.js'
import { isPlaceholder, secretFieldAt, textsBelow } from '../secrets.js'

export const secretFields: OfflineRule = {
  id: 'config/secret-fields',
  title: 'passwords and keys are not written in a config file',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/security-best-practices',
  needs: 'config',
  check: ({ pool }) =>
    textsBelow(pool?.properties).flatMap(({ at: path, text }) => {
      const field = secretFieldAt(path)
      if (field === undefined || isPlaceholder(text)) return []
      const at = ['pool', 'properties', ...path]
      const message = `${pathText(at)} holds ${field.what} in plain text`
      return [{ at, message, help: field.instead, onlyInFiles: true }]
    }),
}
