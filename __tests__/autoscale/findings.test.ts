import { describe, expect, test } from '@jest/globals'
import { analyseFormula } from '../../src/autoscale/analyse.js'
import { positionAt } from '../../src/autoscale/position.js'

/** `error 1:25 message | help`, of each finding. */
function findingsOf(formula: string): readonly string[] {
  return analyseFormula(formula).findings.map(({ severity, message, help, at }) => {
    const { line, column } = positionAt(formula, at.start)
    return `${severity} ${String(line)}:${String(column)} ${message} | ${help}`
  })
}

const target = '$TargetDedicatedNodes = 1;\n'

describe('formulas that are taken', () => {
  test.each([
    '$TargetDedicatedNodes = (time().weekday == 1 ? 5 : 1);',
    'n = 5; $TargetDedicatedNodes = n > 3 ? 2 : 1;',
    '$TargetDedicatedNodes = max(0, -1) + !0 + 10 * .5 + 5.;',
    '$TargetLowPriority = 3; $NodeDeallocationOption = retaineddata;',
    '$TargetDedicatedNodes = - -3 + 5--3;',
    '$TargetDedicatedNodes = !!1;',
    'v = $RunningTasks.GetSample(3); w = v / v * 2 - 1 + v; $TargetDedicatedNodes = max(w);',
    '$TargetDedicatedNodes = avg(ceil($ActiveTasks.GetSample(3)), round(1, 2), 4);',
    '$TargetDedicatedNodes = val(log(10, 100), 1) + lg(8);',
    'x = $PendingTasks.GetSamplePercent(TimeInterval_Hour, 2 * TimeInterval_Hour); $TargetDedicatedNodes = val(x, 0) > 70 ? 1 : 2;',
    'a = $PendingTasks.GetSample(time("2026-11-18T00:00:00Z"), time(), 50); $TargetDedicatedNodes = max(0, a);',
    'a = $PendingTasks.GetSample(time() + -TimeInterval_Hour, 10); $TargetDedicatedNodes = sum(a);',
    'a = "x" == "y"; b = time("") >= time(); $TargetDedicatedNodes = a || b ? 1 : 2;',
    'a = TimeInterval_Hour + time(); b = a - time() + TimeInterval_100ns * 3 - TimeInterval_Week / 2; $TargetDedicatedNodes = b > TimeInterval_Zero;',
    'p = $PendingTasks.GetSamplePeriod(); $TargetDedicatedNodes = p > TimeInterval_Second ? 1 : 2;',
    '$NodeDeallocationOption = time().hour > 12 ? requeue : terminate; $TargetDedicatedNodes = 1;',
    '$TargetDedicatedNodes = time("2026").year + time("2026-11").month + time("2026-11-18").day + time("2026-11-18T10:00+02:00").second;',
    '$TargetDedicatedNodes = max(0, $PendingTasks); stop()',
    '$targetVMs = 3; $TargetDedicatedNodes = $targetVMs;',
    '$TargetDedicatedNodes = $UsableNodeCount + $PreemptedNodeCount.Count() + $SampleNodeCount;',
    '$TargetDedicatedNodes = (($TargetDedicatedNodes)) > ($CurrentLowPriorityNodes) ? ($ActiveTasks.GetSample(1) - 1).x0 : 1;'.replace(
      '($ActiveTasks.GetSample(1) - 1).x0',
      '2',
    ),
  ])('%s', (formula) => {
    expect(findingsOf(formula)).toEqual([])
  })
})

describe('several mistakes', () => {
  test('three mistakes give three findings', () => {
    const formula =
      'a = $PendingTask.GetSample(1);\nb = avg(a, );\n$TargetDedicatedNodes = b + time();'
    expect(findingsOf(formula)).toEqual([
      "error 1:5 there is no '$PendingTask': it is no service variable, and nothing sets it | did you mean $PendingTasks?",
      'error 2:12 an argument is missing here | write a value; a shell may have replaced a word with a dollar sign by nothing',
      'error 3:27 a number + a timestamp is not in the table of operators | compare with another timestamp: time("...")',
    ])
  })

  test('one mistake in a variable is not told again where it is read', () => {
    expect(
      findingsOf('a = $Nope; b = a + time() - a.GetSample(1); $TargetDedicatedNodes = b;'),
    ).toHaveLength(1)
  })

  test('there is an end to what is told', () => {
    expect(analyseFormula('= ;'.repeat(2000)).findings).toHaveLength(100)
  })
})

describe.each([
  // What stands there, severity, line:column, and words of the message or help.
  ['n = 7 mod 2;', 'error 1:7', 'remainder'],
  ['n = 2 ** 3;', 'error 1:7', 'power'],
  ['n = 1; n *= 2;', 'error 1:10', 'write n = n * ...;'],
  ['n = 1; n--;', 'error 1:9', 'write n = n - 1;'],
  ['n := 3;', 'error 1:3', 'write ='],
  ['n = 1 === 1;', 'error 1:7', 'write =='],
  ['n = not 1;', 'error 1:5', 'write !'],
  ['n = 1 AND 0;', 'error 1:7', 'write &&'],
  ['n = 1 = 2;', 'error 1:7', 'write =='],
  ['n = (m = 3);', 'error 1:8', 'write =='],
  ['n = +3;', 'warning 1:5', 'remove it'],
  ['n = 3 + ;', 'error 1:9', 'a value is missing'],
  ['n = 3 +', 'error 1:7', "missing behind '+'"],
  ['n = 3 +\nm = 4;', 'error 1:7', "missing behind '+'"],
  ['n = 1 > 0 ? 3;', 'error 1:14', "':' is missing"],
  ['n = max(1, 2;', 'error 1:8', 'never closed'],
  ['n = (1 + 2;', 'error 1:5', 'never closed'],
  ['n = max(1; 2);', 'error 1:10', 'write ,'],
  ['n = max(1 2);', 'error 1:11', 'without an operator'],
  ['n = max();', 'warning 1:5', 'of no value'],
  ['n = 4 }', 'error 1:7', "'}'"],
  ['n = 4;;', 'warning 1:7', 'without a statement'],
  ['var n = 4;', 'error 1:1', 'write name = value;'],
  ['max-nodes = 4;', 'error 1:1', 'no dashes'],
  ['while (1) { n = 1; }', 'error 1:1', 'no loops'],
  ['n = 0x10;', 'warning 1:5', 'write 16'],
  ['n = 1e3;', 'warning 1:5', 'write 1000'],
  ['n = [1, 2, 3];', 'error 1:5', "'['"],
  ['n = ${maxNodes};', 'error 1:5', 'shell or template'],
  ['n = ${{ inputs.max }};', 'error 1:5', 'GitHub Actions'],
  ['n = #{Max}#;', 'error 1:5', 'replaces tokens'],
  ['n = %MAX%;', 'error 1:5', 'Windows shell'],
  ['n = {pool.MaxNodes};', 'error 1:5', 'template'],
  ['n = <%= max %>;', 'error 1:5', 'template'],
  ['n = $(max);', 'error 1:5', 'pipeline'],
  ['n = $1;', 'error 1:5', 'dollar sign without a name'],
  ['n = 5 &gt;= 3;', 'error 1:7', 'write >='],
  ['n = 1 &amp;&amp; 0;', 'error 1:7', 'write &&'],
  ['n = 1 ≤ 2;', 'error 1:7', 'write <='],
  ['n = 2 × 3;', 'error 1:7', 'write *'],
  ['größe = 3;', 'warning 1:1', 'letters a to z'],
  ['n\u00a0= 3;', 'warning 1:2', 'U+00A0'],
  ['\ufeffn = 3;', 'warning 1:1', 'U+FEFF'],
  ['n = $pendingtasks.GetSample(1);', 'warning 1:5', 'write $PendingTasks'],
  ['n = $PendingTasks.getSample(1);', 'warning 1:19', 'write GetSample'],
  ['n = 5 * timeinterval_minute;', 'warning 1:9', 'write TimeInterval_Minute'],
  ['n = time().Hour;', 'warning 1:12', 'write hour'],
  ['n = PendingTasks.GetSample(1);', 'error 1:5', 'did you mean $PendingTasks?'],
  ['n = 3; m = N;', 'warning 1:12', 'write n'],
  ['n = 3; m = $n;', 'warning 1:12', 'write n'],
  ['n = true;', 'warning 1:5', 'write 1'],
  ['n = max;', 'error 1:5', 'write max(...)'],
  ['n = ceiling(2.5);', 'error 1:5', 'write ceil(...)'],
  ['n = GetSample(1);', 'error 1:5', 'call it of a metric'],
  ['n = time().hour();', 'error 1:12', 'without brackets'],
  ['n = $ActiveTasks.weekday;', 'error 1:18', 'did you mean|write one of'],
  ['n = val(3, 0);', 'warning 1:9', 'a vector is wanted'],
  ['n = val($ActiveTasks, 0);', 'warning 1:9', '.GetSample(1)'],
  ['n = avg("3");', 'error 1:9', 'a string'],
  ['n = $ActiveTasks.GetSample("1");', 'error 1:28', 'unit'],
  ['n = $ActiveTasks.GetSample(5, 10);', 'error 1:18', 'takes nothing else'],
  ['n = $ActiveTasks.GetSample(TimeInterval_Hour, 101);', 'warning 1:47', '0 to 100'],
  ['n = $ActiveTasks.GetSamplePercent(60);', 'error 1:35', 'unit'],
  ['n = $ActiveTasks.Count(1);', 'error 1:18', 'takes no value'],
  ['n = TimeInterval_Hour + 5;', 'error 1:23', 'unit'],
  ['n = TimeInterval_Hour * TimeInterval_Hour;', 'error 1:23', 'table of operators'],
  ['n = !TimeInterval_Hour;', 'error 1:5', 'table of operators'],
  ['n = -$ActiveTasks.GetSample(1);', 'warning 1:5', 'table of operators'],
  ['n = TimeInterval_Hour ? 1 : 2;', 'error 1:5', 'a condition is a number'],
  ['n = 1 ? 1 : TimeInterval_Hour;', 'warning 1:13', 'differ in kind'],
  ['n = stop();', 'warning 1:5', 'gives no value'],
  ['max(1, 2);', 'warning 1:1', 'nothing is done'],
  ['$something_useless;', 'error 1:1', 'no service variable'],
  ['$CurrentDedicatedNodes = 3;', 'error 1:1', 'read-only'],
  ['$pendingTasks = 3;', 'warning 1:1', 'read-only'],
  ['TimeInterval_Hour = 3;', 'warning 1:1', 'another name'],
  ['n = time("2026-11-18T10:00:00");', 'warning 1:10', 'add Z'],
  ['n = time("2026-11-18 10:00:00Z");', 'error 1:10', 'neither'],
  ['n = time("2026-02-30");', 'error 1:10', 'no such time'],
  ['n = time("Tue, 18 Nov 2026 10:00:00 GMT");', 'warning 1:10', 'write Wed'],
  ['n = time(5);', 'error 1:10', 'a string'],
  ['TargetDedicatedNodes = 3;', 'warning 1:1', 'write $TargetDedicatedNodes'],
  ['$TargetLowPrioNodes = 3;', 'warning 1:1', 'write $TargetLowPriorityNodes'],
] as const)('%s', (formula, place, words) => {
  test(`${place}: ${words}`, () => {
    const found = findingsOf(`${formula}\n${target}`)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${place} `))
    expect(words.split('|').some((word) => found[0]!.includes(word))).toBe(true)
  })
})

describe('limits', () => {
  test('100 statements and 8192 characters are taken, one more is not', () => {
    const statements = 'a = 1;'.repeat(99) + target
    expect(findingsOf(statements)).toEqual([])
    expect(findingsOf(`b = 2;${statements}`)).toHaveLength(1)
    const long = target + '/'.repeat(8192 - target.length)
    expect(findingsOf(long)).toEqual([])
    expect(findingsOf(`${long}/`)[0]).toContain('8193 characters')
  })

  test('a formula that nests too deeply is told once', () => {
    const deep = `$TargetDedicatedNodes = ${'('.repeat(3000)}1${')'.repeat(3000)};`
    expect(findingsOf(deep)).toEqual([expect.stringContaining('more than 200 deep')])
  })

  test('paths of members in one another do not take the stack', () => {
    let value = 'x'
    for (let count = 0; count < 150; count++) value = `f(${value})${'.a'.repeat(190)}`
    expect(findingsOf(`$TargetDedicatedNodes = ${value};`).length).toBeGreaterThan(0)
  })
})

describe('a formula that sets no target', () => {
  test.each([
    ['', '1:1', 'is empty'],
    ['n = 3;', '1:1', 'sets neither'],
    ['n = 3; // $TargetDedicatedNodes = n;', '1:8', 'is a comment'],
    ['n = 3;\\n// note\\n$TargetDedicatedNodes = n;', '1:7', 'escaped twice'],
    ['$TargetDedicatedNodes == 3;', '1:23', 'write ='],
  ])('%s', (formula, place, words) => {
    const found = findingsOf(formula)
    expect(found.some((one) => one.includes(` ${place} `) && one.includes(words))).toBe(true)
  })
})
