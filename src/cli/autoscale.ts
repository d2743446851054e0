import { readFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { analyseFormula, isUnreadable } from '../autoscale/analyse.js'
import { evaluateSurely, type EvaluationError, type Situation } from '../autoscale/evaluate.js'
import { steadyHistory } from '../autoscale/history.js'
import { positionAt } from '../autoscale/position.js'
import { readSituation } from '../autoscale/read-situation.js'
import { codeOf, exitStatus, WrongCall } from './command.js'
import { formulaOfConfig, type GivenFormula } from './config-formula.js'
import { readArgs } from './read-args.js'
import { coloured, type Terminal } from './terminal.js'

const colours = { error: 'red', warning: 'yellow', notice: 'blue' } as const

/** `autoscale FILE [--samples FILE] [--now TIME] [--json]` */
export async function runAutoscale(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArgs(args, {
    samples: { type: 'string' },
    now: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const [file, ...others] = positionals
  if (file === undefined) throw new WrongCall('autoscale needs a file with a formula, or -')
  if (others.length > 0)
    throw new WrongCall(`autoscale takes one file, not also ${others.join(' ')}`)
  const given = await formulaIn(file, terminal)
  const situation = situationFor(values, terminal)
  const analysis = analyseFormula(given.formula)
  const isRead = !isUnreadable(analysis)
  const evaluation = isRead ? evaluateSurely(analysis, situation) : undefined
  const findings = analysis.findings.map(({ severity, message, help, at }) => {
    const { line, column } = given.placeOf(at.start)
    return { severity, message, help, line, column }
  })
  const error =
    evaluation?.error === undefined ? undefined : placed(evaluation.error, given.formula)
  if (values.json) {
    terminal.out(
      `${JSON.stringify({ ...outcomeOf(evaluation), ...(error && { error }), findings }, undefined, 2)}\n`,
    )
  } else {
    for (const { severity, message, help, line, column } of findings) {
      const place = `${file}:${String(line)}:${String(column)}`
      terminal.err(
        `${place}: ${coloured(severity, colours[severity], terminal)}: ${message}; ${help}\n`,
      )
    }
    for (const { words, otherwise } of evaluation?.doubts ?? []) {
      terminal.err(`uncertain: the result depends on ${words}; it may be ${otherwise.results}\n`)
    }
    if (error !== undefined) {
      const { line, column, code, message } = error
      terminal.err(
        `${coloured(code, 'red', terminal)}: Line ${String(line)}, Col ${String(column)}: ${message}\n`,
      )
    }
    if (evaluation !== undefined) terminal.out(`${evaluation.results}\n`)
  }
  const isWrong = error !== undefined || findings.some(({ severity }) => severity === 'error')
  return isWrong ? exitStatus.failed : exitStatus.succeeded
}

function placed({ code, message, offset }: EvaluationError, formula: string) {
  return { code, message, ...positionAt(formula, offset) }
}

function outcomeOf(evaluation: ReturnType<typeof evaluateSurely> | undefined): object {
  if (evaluation === undefined) return {}
  const { results, targets, option, doubts } = evaluation
  return {
    results,
    targets: {
      TargetDedicatedNodes: targets.dedicated,
      TargetLowPriorityNodes: targets.lowPriority,
      NodeDeallocationOption: option,
    },
    uncertain: doubts.map(({ words, otherwise }) => {
      return { dependsOn: words, otherwise: otherwise.results }
    }),
  }
}

async function formulaIn(file: string, terminal: Terminal): Promise<GivenFormula> {
  const text = readText(file, terminal)
  const plain = { formula: text, placeOf: (offset: number) => positionAt(text, offset) }
  if (!['.yml', '.yaml', '.json'].includes(extname(file).toLowerCase())) return plain
  return await formulaOfConfig(file, text)
}

function readText(file: string, { folder }: Terminal): string {
  try {
    return readFileSync(file === '-' ? 0 : resolve(folder, file), 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    throw new WrongCall(`${file} cannot be read: ${code}`)
  }
}

/** The world that the formula is evaluated in: that of a file, else an idle account. */
function situationFor(
  { samples, now }: { readonly samples?: string | undefined; readonly now?: string | undefined },
  terminal: Terminal,
): Situation {
  const givenMs = now === undefined ? undefined : Date.parse(now)
  if (givenMs !== undefined && Number.isNaN(givenMs)) {
    throw new WrongCall(`--now is no time: '${now ?? ''}'; write it as 2026-01-31T08:00:00Z`)
  }
  const nowMs = givenMs ?? terminal.now()
  if (samples === undefined) {
    return {
      nowMs,
      history: steadyHistory({}, { nowMs }),
      before: { dedicated: 0, lowPriority: 0 },
    }
  }
  const read = readSituation(readText(samples, terminal), { nowMs: givenMs, otherwiseMs: nowMs })
  if ('problem' in read) throw new WrongCall(`${samples}: ${read.problem}`)
  return read
}
