import { lineageTagCount } from '../../model/lineage.js'
import type { Path } from '../../shared/finding.js'
import { mostTags, tagProblems } from '../tags.js'
import type { OfflineRule, Violation } from '../rule.js'

export const imageTags: OfflineRule = {
  id: 'config/image-tags',
  title: 'the tags of the image are tags that Azure takes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
  needs: 'config',
  check: ({ image }) => {
    const tags = image?.tags ?? {}
    const at = ['image', 'tags']
    return [...tagProblems(tags, at), ...roomProblems(Object.keys(tags).length, at)]
  },
}

/** What matters least of the lineage is left out where there is no room for it. */
function roomProblems(count: number, at: Path): readonly Violation[] {
  const room = mostTags - count
  if (count > mostTags || room >= lineageTagCount) return []
  const message = `${String(count)} tags leave room for ${String(room)} of the ${String(lineageTagCount)} that say where the image comes from`
  const help = `give at most ${String(mostTags - lineageTagCount)} for all of them`
  return [{ at, severity: 'notice', message, help }]
}
