/** The rules of autoscale formulas: found at the line and column inside of the formula, however the file writes it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../../src/inputs/load-inputs.js'
import { poolFormulaRules } from '../../../src/rules/pool/formula.js'
import { checkConfigs } from '../../../src/run/check-configs.js'
import type { Finding } from '../../../src/shared/finding.js'
import { memorySource } from '../../inputs/memory-source.js'

const now = Date.parse('2026-11-23T12:00:00Z')
const ids = new Set(poolFormulaRules.map(({ id }) => id))

async function findingsOf(
  files: Record<string, string>,
  inputs: Record<string, string> = {},
): Promise<readonly Finding[]> {
  const given = { config: Object.keys(files).join('\n'), mode: 'validate', ...inputs }
  const loaded = await loadInputs(memorySource({ inputs: given, files }))
  const { general, configs } = await checkConfigs(loaded, now)
  return [...general, ...configs.flatMap(({ findings }) => findings)].filter(({ rule }) =>
    ids.has(rule),
  )
}

function place({ at }: Finding): string {
  const span = at.kind === 'default' ? undefined : at.span
  const where = at.kind === 'input' ? `${at.input} ` : ''
  return `${where}${String(span?.line)}:${String(span?.column)}`
}

/** A config whose formula is written as given, in lines that are indented by eight. */
function config(formula: string, more = ''): Record<string, string> {
  return {
    'a.yml': `pool:\n  name: a\n  properties:\n${more}    scaleSettings:\n      autoScale:\n        formula: ${formula}\n`,
  }
}

async function trapsOf(formula: string, more = ''): Promise<readonly string[]> {
  const found = await findingsOf(
    config(`|\n          ${formula.replaceAll('\n', '\n          ')}`, more),
  )
  return found.map(({ rule, severity }) => `${severity} ${rule}`)
}

describe('the place of a finding', () => {
  test.each([
    [
      'a literal block',
      config('|\n          a = 1;\n          $TargetDedicatedNodes = a + $Nope;'),
      '8:39',
    ],
    [
      'a folded block',
      config('>-\n          a = 1;\n          $TargetDedicatedNodes = a + $Nope;'),
      '8:39',
    ],
    ['double quotes', config('"a = 1;\\n$TargetDedicatedNodes = a + $Nope;"'), '6:55'],
    ['single quotes', config("'a = 1; $TargetDedicatedNodes = a + $Nope;'"), '6:54'],
    ['a plain text', config('a = 1;\n          $TargetDedicatedNodes = a + $Nope;'), '7:39'],
    [
      'JSON',
      {
        'a.json':
          '{"pool": {"name": "a", "properties": {"scaleSettings": {"autoScale": {\n  "formula": "a = 1;\\n$TargetDedicatedNodes = a + $Nope;"\n}}}}}',
      },
      '2:51',
    ],
  ])('%s', async (_, files, expected) => {
    const errors = (await findingsOf(files)).filter(({ severity }) => severity === 'error')
    expect(errors.map((one) => [one.rule, place(one)])).toEqual([
      ['pool/formula-is-valid', expected],
    ])
    expect(errors[0]?.snippet?.split('\n').at(-1)?.trim()).toBe('^')
  })

  test('an input', async () => {
    const pool =
      'properties:\n  scaleSettings:\n    autoScale:\n      formula: |\n        a = 1;\n        $TargetDedicatedNodes = $Nope;\n'
    const found = await findingsOf({}, { pool, 'pool-name': 'a', config: '' })
    expect(found.filter(({ severity }) => severity === 'error').map(place)).toEqual(['pool 6:33'])
  })
})

test('a folded block whose comment takes the rest is told at the comment', async () => {
  const found = await findingsOf(
    config('>\n          // spare\n          $TargetDedicatedNodes = 2;'),
  )
  expect(found.map((one) => [one.rule, place(one)])).toEqual([
    ['pool/formula-sets-targets', '7:11'],
  ])
  expect(found[0]?.help).toContain('|')
})

describe('traps', () => {
  const samples = 'avg($PendingTasks.GetSample(TimeInterval_Hour))'
  const both = '$TargetLowPriorityNodes = 0; $NodeDeallocationOption = taskcompletion;'
  test.each([
    [
      'pool/formula-asks-for-samples-as-its-guard',
      `p = $PendingTasks.GetSamplePercent(TimeInterval_Hour) < 40 ? 1 : ${samples}; $TargetDedicatedNodes = p;`,
    ],
    [
      'pool/formula-percents-are-of-100',
      `$TargetDedicatedNodes = $PendingTasks.GetSamplePercent(TimeInterval_Hour) < 0.7 ? 1 : 2;`,
    ],
    [
      'pool/formula-percents-are-of-100',
      `limit = 0.5; $TargetDedicatedNodes = max($PendingTasks.GetSample(TimeInterval_Hour, limit));`,
    ],
    ['pool/formula-waits-for-samples', `$TargetDedicatedNodes = ${samples};`],
    [
      'pool/formula-window-is-reachable',
      '$TargetDedicatedNodes = max($PendingTasks.GetSample(TimeInterval_Minute, 100));',
    ],
    ['pool/formula-interval-suits-samples', `$TargetDedicatedNodes = ${samples};`],
    [
      'pool/formula-rounds-up',
      'n = $PendingTasks.GetSample(1) / 4; m = max($PendingTasks.GetSample(1)) / 4; $TargetDedicatedNodes = min(9, m);',
    ],
    [
      'pool/formula-counts-tasks-once',
      '$TargetDedicatedNodes = max($PendingTasks.GetSample(1)) + max($RunningTasks.GetSample(1));',
    ],
    [
      'pool/formula-counts-running-tasks',
      '$TargetDedicatedNodes = max($ActiveTasks.GetSample(1));',
    ],
    ['pool/formula-hours-are-utc', '$TargetDedicatedNodes = time().hour > 8 ? 1 : 2;'],
    ['pool/formula-weekdays', '$TargetDedicatedNodes = time().weekday >= 6 ? 1 : 2;'],
    [
      'pool/formula-weekdays',
      'd = time(); $TargetDedicatedNodes = d.weekday < 1 && d.weekday > 5 ? 1 : 2;',
    ],
    ['pool/formula-weekdays', '$TargetDedicatedNodes = time().weekday == 7 ? 1 : 2;'],
    ['pool/formula-sets-both-targets', '$TargetDedicatedNodes = max(3, $CurrentLowPriorityNodes);'],
    ['pool/formula-names-a-target-once', '$TargetDedicatedNodes = 3; $TargetDedicated = 4;'],
    ['pool/formula-goes-by-its-own-target', '$TargetLowPriorityNodes = $TargetDedicatedNodes / 2;'],
    [
      'pool/formula-stays-above-zero',
      '$TargetDedicatedNodes = max($PendingTasks.GetSample(1)) - 2;',
    ],
    ['pool/formula-lets-tasks-end', '$TargetDedicatedNodes = max($PendingTasks.GetSample(1));'],
    [
      'pool/formula-metrics-need-nodes',
      '$TargetDedicatedNodes = max($CPUPercent.GetSample(1)) > 70 ? 2 : 1;',
    ],
    [
      'pool/formula-metrics-are-in-service',
      '$TargetDedicatedNodes = max($MemoryBytes.GetSample(1)) > 70 ? 2 : 1;',
    ],
    ['pool/formula-counts-preempted-nodes', '$TargetDedicatedNodes = $CurrentLowPriorityNodes;'],
    ['pool/formula-logic-has-brackets', '$TargetDedicatedNodes = 1 || 0 && 0 ? 4 : 2;'],
    [
      'pool/formula-comments-end',
      '$TargetDedicatedNodes = 1; // at most  $TargetLowPriorityNodes = 4;',
    ],
  ])('%s: %s', async (rule, formula) => {
    const found = await trapsOf(formula)
    expect(found.map((one) => one.split(' ')[1])).toContain(rule)
    expect(found.filter((one) => one.startsWith('error'))).toEqual([])
  })

  test('pool/formula-counts-task-slots: a node of several slots', async () => {
    const formula = '$TargetDedicatedNodes = max($PendingTasks.GetSample(1));'
    const slots = '    taskSlotsPerNode: 4\n'
    expect(await trapsOf(formula, slots)).toContain('notice pool/formula-counts-task-slots')
    expect(await trapsOf(formula)).not.toContain('notice pool/formula-counts-task-slots')
  })

  test.each([
    `t = 10 * TimeInterval_Minute; n = $PendingTasks.GetSamplePercent(t) < 70 ? 1 : avg($PendingTasks.GetSample(t)); $TargetDedicatedNodes = min(9, ceil(n)); ${both}`,
    `local = time() + 9 * TimeInterval_Hour; work = local.weekday >= 1 && local.weekday <= 5 && local.hour >= 8; $TargetDedicatedNodes = work ? 4 : 0; ${both}`,
    `rest = time() + -3 * TimeInterval_Hour; end = rest.weekday == 0 || rest.weekday >= 6; $TargetDedicatedNodes = end ? 0 : 4; ${both}`,
    `n = max($PendingTasks.GetSample(1)); $TargetDedicatedNodes = (n + 3) / 4; ${both}`,
  ])('a careful formula has none: %s', async (formula) => {
    expect(await trapsOf(formula)).toEqual([])
  })

  test('what is no number is not said to come out below 0, too', async () => {
    expect(await trapsOf(`$TargetDedicatedNodes = time(); ${both}`)).toEqual([
      'warning pool/formula-is-documented',
    ])
  })

  test('pool/formula-is-documented: what nobody says is a warning', async () => {
    expect(await trapsOf(`$TargetDedicatedNodes = MAX(1, 2); ${both}`)).toEqual([
      'warning pool/formula-is-documented',
    ])
  })
})

const path = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'field', 'formulas.json')
const outside = existsSync(path) ? test : test.skip

outside(
  'no valid formula from the field has a warning or an error, in any way to write it',
  async () => {
    const { valid } = JSON.parse(readFileSync(path, 'utf8')) as {
      valid: { id: string; formula: string }[]
    }
    for (const { id, formula } of valid) {
      const written = JSON.stringify(formula)
      const found = (await findingsOf(config(written))).filter(
        ({ severity }) => severity !== 'notice',
      )
      expect({ id, found: found.map(({ message }) => message) }).toEqual({ id, found: [] })
    }
    console.log(`${String(valid.length)} valid formulas without a warning`)
  },
)
