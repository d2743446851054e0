import { tagProblems } from '../tags.js'
import type { OfflineRule } from '../rule.js'

export const poolTags: OfflineRule = {
  id: 'config/pool-tags',
  title: 'the tags of the pool are tags that Azure takes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
  needs: 'config',
  check: ({ pool }) => tagProblems(pool?.tags ?? {}, ['pool', 'tags']),
}
