import { isLineageName, lineageNames } from '../../model/lineage.js'
import type { Path } from '../../shared/finding.js'
import type { JsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import type { Violation } from '../rule.js'

/** https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
export const mostTags = 50
const longestName = 512
const longestValue = 256
const forbidden = /[<>%&\\?/]/

/** What Azure refuses in the tags of a resource. */
export function tagProblems(tags: JsonObject, path: Path): readonly Violation[] {
  const all = Object.entries(tags)
  const problems = all.flatMap(([name, value]) => [
    ...problemsOf(name, typeof value === 'string' ? value : '', [...path, name]),
    ...ownNameProblem('tag name', name, [...path, name]),
  ])
  if (all.length > mostTags) {
    const message = `${String(all.length)} tags are more than a resource can have`
    problems.push({ at: path, message, help: `give at most ${String(mostTags)}` })
  }
  return problems
}

/** The names that this action tells its own by: a user's would be taken for its. */
export function ownNameProblem(what: string, name: string, at: Path): readonly Violation[] {
  if (!isLineageName(name)) return []
  const message = `${what} ${showValue(name)} is ${what === 'metadata' ? 'of a name' : 'one'} that this action writes itself`
  return [{ at, message, help: `give it a name that does not begin with ${lineageNames.tool}` }]
}

function problemsOf(name: string, value: string, at: Path): Violation[] {
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
