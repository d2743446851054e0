import { tagProblems } from '../tags.js'
import type { OfflineRule } from '../rule.js'

export const imageTags: OfflineRule = {
  id: 'config/image-tags',
  title: 'the tags of the image are tags that Azure takes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
  needs: 'config',
  check: ({ image }) => tagProblems(image?.tags ?? {}, ['image', 'tags']),
}
