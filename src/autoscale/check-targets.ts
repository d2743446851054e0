import { distance } from 'fastest-levenshtein'
import type { Report, Stretch } from './finding.js'
import { allIn, withoutBrackets, type Assignment, type Expression, type Formula } from './syntax.js'
import {
  dedicatedTarget,
  lowPriorityTarget,
  metricOf,
  targetOf,
  targetWords,
  type Target,
} from './vocabulary.js'

/** The targets that a formula sets, by their full names. */
export function targetsSet({ statements }: Formula): ReadonlySet<Target> {
  return new Set(
    statements.flatMap((statement) => {
      const target = statement.kind === 'assignment' ? targetOf(statement.name ?? '') : undefined
      return target === undefined ? [] : [target]
    }),
  )
}

/** As many letters may be wrong in a misspelt target. */
const mostWrongLetters = 4

/** Reports a formula that scales nothing, and names that only look like targets. Batch takes both. */
export function checkTargets(
  text: string,
  formula: Formula,
  { comments, report }: { readonly comments: readonly Stretch[]; readonly report: Report },
): void {
  const misspelt = misspeltTargets(formula)
  for (const { name, nameAt } of misspelt) {
    report({
      kind: 'target',
      severity: 'warning',
      message: `'${name ?? ''}' is a variable of your own, and scales nothing`,
      help: `write ${nearTarget(name ?? '') ?? dedicatedTarget} to set the target`,
      at: nameAt,
    })
  }
  if (misspelt.length > 0 || targetsSet(formula).size > 0) return
  // It is there, in something that could not be read: told there.
  if (setsTarget.test(withoutComments(text, comments))) return
  // What was to be the name of the assignment was lost, or what was to be an assignment is something else: told there.
  const isTold = formula.statements.some((statement) =>
    statement.kind === 'assignment'
      ? statement.name === undefined
      : allIn(statement.value).some(({ kind }) => kind === 'missing') ||
        comparesTarget(statement.value),
  )
  if (isTold) return
  const swallowing = comments.find(({ start, end }) => setsTarget.test(text.slice(start, end)))
  if (swallowing !== undefined) {
    report({
      kind: 'target',
      severity: 'warning',
      message: 'the rest of the line is a comment, and the assignment to the target is in it',
      help: 'put the statements on lines of their own; in YAML write the formula as a block that begins with |, which keeps its line breaks',
      at: swallowing,
    })
    return
  }
  const first = formula.statements[0]
  report({
    kind: 'target',
    severity: 'warning',
    message:
      first === undefined && text.trim() === ''
        ? 'the formula is empty, and scales nothing'
        : `the formula sets neither ${dedicatedTarget} nor ${lowPriorityTarget}, and scales nothing`,
    help: `end it with, for example, ${dedicatedTarget} = min(10, $PendingTasks.GetSample(1));`,
    at: first?.at ?? { start: 0, end: Math.min(1, text.length) },
  })
}

const setsTarget = /\$Target(?:Dedicated|LowPriority)(?:Nodes)?\s*=(?!=)/

function withoutComments(text: string, comments: readonly Stretch[]): string {
  let from = 0
  const parts = comments.map(({ start, end }) => {
    const part = text.slice(from, start)
    from = end
    return part
  })
  return [...parts, text.slice(from)].join('')
}

function comparesTarget(value: Expression): boolean {
  const plain = withoutBrackets(value)
  return (
    plain.kind === 'chain' &&
    plain.first.kind === 'name' &&
    targetOf(plain.first.name) !== undefined
  )
}

/** Variables that are set, never read, and nearly called as a target is. */
function misspeltTargets({ statements }: Formula): readonly Assignment[] {
  const near = statements.flatMap((statement) =>
    statement.kind === 'assignment' && nearTarget(statement.name ?? '') !== undefined
      ? [statement]
      : [],
  )
  if (near.length === 0) return []
  const read = new Set<string>()
  for (const { value } of statements) {
    for (const part of allIn(value)) if (part.kind === 'name') read.add(part.name)
  }
  return near.filter(({ name }) => !read.has(name ?? ''))
}

function nearTarget(name: string): string | undefined {
  // Most names are not even near: comparing takes its time.
  if (name.length > 40 || !/targ|dedic|prior|nodes/i.test(name)) return undefined
  if (targetOf(name) !== undefined || metricOf(name) !== undefined) return undefined
  const plain = name.replace(/[$_]/g, '').toLowerCase()
  const ranked = targetWords
    .map((word) => ({ word, off: distance(plain, word.slice(1).toLowerCase()) }))
    .filter(({ word, off }) => off <= Math.min(mostWrongLetters, Math.floor(word.length / 4)))
    .sort((a, b) => a.off - b.off)
  return ranked[0]?.word
}
