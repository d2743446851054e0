import { showValue } from '../../shared/show-value.js'
import type { OfflineRule, Problem } from '../rule.js'

const mostTags = 50
const longestName = 512
const longestValue = 256
const forbidden = /[<>%&\\?/]/

export const imageTags: OfflineRule = {
  id: 'config/image-tags',
  title: 'the tags of the image are tags that Azure takes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
  needs: 'config',
  check: ({ image }) => {
    const tags = Object.entries(image?.tags ?? {})
    const problems = tags.flatMap(([name, value]) => problemsOf(name, value))
    if (tags.length > mostTags) {
      const message = `${String(tags.length)} tags are more than a resource can have`
      problems.push({ at: ['image', 'tags'], message, help: `give at most ${String(mostTags)}` })
    }
    return problems
  },
}

function problemsOf(name: string, value: string): Problem[] {
  const at = ['image', 'tags', name]
  const sign = forbidden.exec(name)?.[0]
  if (name === '' || name.length > longestName || sign !== undefined) {
    const why = sign === undefined ? `has ${String(name.length)} characters` : `holds ${sign}`
    return [
      {
        at,
        message: `tag name ${showValue(name)} ${why}`,
        help: `use 1 to ${String(longestName)} characters without < > % & \\ ? /`,
      },
    ]
  }
  if (value.length <= longestValue) return []
  const message = `the value of tag ${showValue(name)} has ${String(value.length)} characters`
  return [{ at, message, help: `use at most ${String(longestValue)}` }]
}
