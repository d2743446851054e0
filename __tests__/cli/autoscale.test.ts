import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { callCli } from '../support/call-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-cli-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return name
}

const call = async (...args: string[]) => await callCli({ folder }, args)

describe('image-to-pool', () => {
  test('shows its commands, and how one is called', async () => {
    expect((await call()).out).toContain('autoscale')
    expect((await call('--help')).status).toBe(0)
    expect((await call('autoscale', '--help')).out).toContain('--samples FILE')
    expect((await call('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test.each([
    [['autoscal'], 'did you mean autoscale?'],
    [['--json'], 'the command comes first'],
    [['autoscale'], 'needs a file'],
    [['autoscale', 'a', 'b'], 'takes one file'],
    [['autoscale', 'missing.txt'], 'ENOENT'],
    [['autoscale', 'x', '--sample', 'y'], 'did you mean --samples?'],
    [['autoscale', 'x', '--now'], '--now'],
  ])('%j is a wrong call', async (args, words) => {
    const { status, out, err } = await call(...args)
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toContain(words)
  })
})

describe('image-to-pool autoscale', () => {
  test('prints the result string of a formula', async () => {
    const formula = file('plain.txt', 'n = time().hour;\n$TargetDedicatedNodes = n / 4;\n')
    expect(await call('autoscale', formula)).toEqual({
      status: 0,
      out: '$TargetDedicatedNodes=2;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue;n=10\n',
      err: '',
    })
    expect((await call('autoscale', formula, '--now', '2026-11-18T20:00:00Z')).out).toContain('=5;')
  })

  test('reads samples, the targets before and the time from a file', async () => {
    const formula = file(
      'samples.txt',
      '$TargetDedicatedNodes = $TargetDedicatedNodes + max($PendingTasks.GetSample(1)) + time().minute;',
    )
    const samples = file(
      'samples.json',
      JSON.stringify({
        now: '2026-11-18T10:05:00Z',
        before: { TargetDedicatedNodes: 3 },
        samples: { PendingTasks: [[15, 40]] },
      }),
    )
    expect((await call('autoscale', formula, '--samples', samples)).out).toContain(
      '$TargetDedicatedNodes=48;',
    )
    const broken = file('broken.json', '{"samples": {"PendingTasks": [15]}}')
    expect((await call('autoscale', formula, '--samples', broken)).status).toBe(2)
  })

  test('tells findings on stderr with their places, and ends with 1 for an error', async () => {
    const formula = file('wrong.txt', 'n = 1;\n$TargetDedicatedNodes = n + $Nope;\n')
    const { status, err } = await call('autoscale', formula)
    expect(status).toBe(1)
    expect(err).toContain("wrong.txt:2:29: error: there is no '$Nope'")
  })

  test('tells an evaluation that fails with its place, and prints the targets as they stay', async () => {
    const formula = file(
      'few.txt',
      '$TargetDedicatedNodes = avg($PendingTasks.GetSample(TimeInterval_Hour));',
    )
    const samples = file('few.json', JSON.stringify({ before: { TargetDedicatedNodes: 4 } }))
    const { status, out, err } = await call('autoscale', formula, '--samples', samples)
    expect({ status, out }).toEqual({
      status: 1,
      out: '$TargetDedicatedNodes=4;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue\n',
    })
    expect(err).toBe(
      'InsufficientSampleData: Line 1, Col 52: Insufficient data from data set: $PendingTasks wanted 70%, received 0%\n',
    )
  })

  test('takes the formula of a config, and names the places in its file', async () => {
    const config = file(
      'pool.yml',
      'pool:\n  properties:\n    scaleSettings:\n      autoScale:\n        formula: |\n          n = 4;\n          $TargetDedicatedNodes = n + $Nope;\n',
    )
    const { status, err } = await call('autoscale', config)
    expect(status).toBe(1)
    expect(err).toContain("pool.yml:7:39: error: there is no '$Nope'")
    expect((await call('autoscale', file('none.yml', 'pool: {}\n'))).status).toBe(2)
  })

  test('prints JSON', async () => {
    const formula = file('json.txt', '$TargetDedicatedNodes = rand() > 0.4 ? 1 : 2;')
    const { out } = await call('autoscale', formula, '--json')
    expect(JSON.parse(out)).toEqual({
      results: '$TargetDedicatedNodes=1;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue',
      targets: {
        TargetDedicatedNodes: 1,
        TargetLowPriorityNodes: 0,
        NodeDeallocationOption: 'requeue',
      },
      uncertain: [
        {
          dependsOn: 'rand()',
          otherwise:
            '$TargetDedicatedNodes=2;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue',
        },
      ],
      findings: [],
    })
  })
})
