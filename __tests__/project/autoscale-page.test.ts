import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { evaluate } from '../../src/autoscale/evaluate.js'
import { steadyHistory } from '../../src/autoscale/history.js'
import { reportFormula } from '../../src/autoscale/report.js'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'autoscale.md'), 'utf8')
const nowMs = Date.parse('2026-11-18T10:30:00Z')
const examples = [
  ...page.matchAll(/<!-- example: (\w+), idle: (.*?); 40 tasks: (.*?) -->\n\n```\n([\s\S]*?)```/g),
].map(([, name = '', idle = '', busy = '', formula = '']) => ({ name, idle, busy, formula }))

describe('the examples of docs/autoscale.md', () => {
  test('are all formulas of the page', () => {
    expect(examples.map(({ name }) => name)).toEqual(['queue', 'hours', 'spot'])
  })

  test.each(examples)(
    '$name has no finding and gives what the page says',
    ({ formula, idle, busy }) => {
      const { analysis, traps } = reportFormula(formula, { intervalMs: 300_000 })
      expect([
        ...analysis.findings,
        ...traps.filter(({ severity }) => severity !== 'notice'),
      ]).toEqual([])
      const given = (tasks: number) => {
        const history = steadyHistory({ PendingTasks: tasks }, { nowMs })
        const before = { dedicated: 0, lowPriority: 0 }
        const { targets } = evaluate(analysis, { nowMs, history, before })
        return `${String(targets.dedicated)} dedicated, ${String(targets.lowPriority)} low-priority`
      }
      expect({ idle: given(0), busy: given(40) }).toEqual({ idle, busy })
    },
  )
})
