import * as v from 'valibot'
import type { Finding, Origin, Path } from '../shared/finding.js'
import { pathText } from '../shared/path-text.js'
import { showValue } from '../shared/show-value.js'
import { suggest } from '../shared/suggest.js'
import { configSchema, type Config } from './schema.js'
import { originAt, plainValue, type WrittenMap } from './written.js'

export interface Validated {
  /** Undefined when it does not fit the schema. */
  readonly config: Config | undefined
  readonly findings: readonly Finding[]
}

/** Checks a config, all layers merged, against the schema: every misfit, each where it was written. */
export function validateConfig(merged: WrittenMap): Validated {
  const result = v.safeParse(configSchema, plainValue(merged))
  if (result.success) return { config: result.output, findings: [] }
  const misfits = result.issues.flatMap((issue) => misfitsOf(issue, []))
  return { config: undefined, findings: misfits.map((misfit) => toFinding(misfit, merged)) }
}

interface Misfit {
  readonly path: Path
  readonly value: unknown
  /** What the value should be. */
  readonly wanted: string
  /** The values that can stand here, where they are few. */
  readonly options: readonly string[]
}

/** Of the alternatives of a union, what is wrong inside the one that was meant says more than the union. */
function misfitsOf(issue: v.BaseIssue<unknown>, above: Path): readonly Misfit[] {
  const path = [...above, ...stepsOf(issue)]
  if (issue.type === 'union' && issue.issues !== undefined) {
    const inside = issue.issues.filter(({ kind, path: deeper }) => kind !== 'schema' || deeper)
    if (inside.length > 0) return inside.flatMap((inner) => misfitsOf(inner, path))
  }
  const options =
    issue.type === 'picklist' ? [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)] : []
  return [
    {
      path,
      value: issue.input,
      wanted: issue.message,
      options: options.map(([, option = '']) => option),
    },
  ]
}

function stepsOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).flatMap(({ key }) =>
    typeof key === 'string' || typeof key === 'number' ? [key] : [],
  )
}

function toFinding({ path, value, wanted, options }: Misfit, merged: WrittenMap): Finding {
  const at = originAt(merged, path)
  const subject = subjectOf(path, at)
  const near = typeof value === 'string' ? suggest(value, options) : undefined
  const isText = wanted === 'text' && (typeof value === 'number' || typeof value === 'boolean')
  if (value === undefined || value === '') {
    const [message, help] =
      value === ''
        ? [`${subject} is empty`, 'write a value, or remove it']
        : [`${subject} is missing`, `add ${String(path.at(-1))}`]
    return { rule: 'config/value', severity: 'error', message, help, at }
  }
  return {
    rule: 'config/value',
    severity: 'error',
    message: `${subject} is ${showValue(value)}, which is not ${wanted}`,
    help:
      near !== undefined
        ? `did you mean ${near}?`
        : isText
          ? `put it in quotes: "${String(value)}"`
          : `write ${wanted}`,
    at,
  }
}

/** A value is called what its writer calls it: by the input, or by its place in the file. */
function subjectOf(path: Path, at: Origin): string {
  if (at.kind !== 'input' || at.input === 'pool') return pathText(path)
  const isPart = path.some((step) => typeof step === 'number')
  const last = path.at(-1)
  return isPart && typeof last === 'string' ? `${last} in ${at.input}` : at.input
}
