import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { actionInputs } from '../../src/inputs/inputs-table.js'
import { callCli } from '../support/call-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-run-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const account =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/renderbatch'
writeFileSync(
  join(folder, 'good.yml'),
  `pool:
  account: ${account}
  name: render
  properties:
    vmSize: Standard_D2s_v5
    deploymentConfiguration:
      virtualMachineConfiguration:
        imageReference: { publisher: canonical, offer: ubuntu-24_04-lts, sku: server }
        nodeAgentSkuId: batch.node.ubuntu 24.04
    scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } }
`,
)
writeFileSync(join(folder, 'bad.yml'), 'pool: { nam: render }\n')

const call = async (...args: string[]) => await callCli({ folder }, args)

describe('a run on a terminal', () => {
  test('of configs that are in order says so on stdout, and ends with 0', async () => {
    const { status, out, err } = await call('validate', 'good.yml')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^configs in order: 1 of 1\noutcome: succeeded after /)
  })

  test('tells findings on stderr as compilers do, without a workflow command, and ends with 1', async () => {
    const { status, out, err } = await call('validate', '*.yml')
    expect(status).toBe(1)
    expect(err).toMatch(/^bad\.yml:1:9: error: pool\.nam is not a known key; did you mean name\?/)
    expect(`${out}${err}`).not.toMatch(/^::/m)
    expect(out).toContain('outcome: failed')
  })

  test('tells every finding so, however many, and also where one goes over several lines', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `  key${String(index)}: 1`)
    const task = '  properties:\n    startTask:\n      commandLine: |\n        /bin/sh -c a && b\n'
    mkdirSync(join(folder, 'many'), { recursive: true })
    writeFileSync(join(folder, 'many', 'pool.yml'), ['pool:', ...many, task].join('\n'))
    const { err } = await call('validate', 'many/pool.yml')
    const places = err.split('\n').filter((line) => /^many\/pool\.yml:\d+:\d+: /.test(line))
    expect(places.filter((line) => line.includes('is not a known key'))).toHaveLength(12)
    expect(places.filter((line) => line.includes('[pool/start-task-words]'))).toHaveLength(1)
    expect(err).not.toContain('the summary of this run')
  })

  test('prints the report as JSON, and nothing else on stdout', async () => {
    const { out } = await call('validate', 'bad.yml', '--json')
    expect(JSON.parse(out)).toMatchObject({ mode: 'validate', outcome: 'failed' })
  })

  test('shows colours where they are wanted', async () => {
    const { out, err } = await callCli({ folder, hasColours: true }, ['validate', '*.yml'])
    expect(err).toContain('\u001b[31merror:\u001b[0m')
    expect(out).toContain('\u001b[31moutcome: failed')
  })

  test('reads no INPUT_ variables', async () => {
    const env = { INPUT_CONFIG: 'bad.yml', 'INPUT_FAIL-ON': 'warning' }
    expect((await callCli({ folder, env }, ['validate', 'good.yml'])).status).toBe(0)
  })

  test('takes lists by repeating a flag, booleans alone, and values behind =', async () => {
    mkdirSync(join(folder, 'more'), { recursive: true })
    writeFileSync(join(folder, 'more', 'good.yml'), 'gallery: {}\nimage: {}\n')
    const { out } = await call(
      'validate',
      '--config',
      'good.yml',
      '--config=more/good.yml',
      '--dry-run',
    )
    expect(out).toContain('configs in order: 1 of 2')
  })

  test.each([
    [['validate', '--fail-on'], '--fail-on needs a value behind it'],
    [['validate', '--location', 'a', '--location', 'b'], '--location is given twice'],
    [['validate', '--mode', 'plan'], 'there is no flag --mode'],
    [['validate', '--resourcegroup', 'x'], 'did you mean --resource-group?'],
  ])('%j is a wrong call', async (args, said) => {
    const { status, err } = await call(...args)
    expect(status).toBe(2)
    expect(err).toContain(said)
  })

  test('a value that an input cannot have is found as in the action', async () => {
    const { status, err } = await call('validate', 'good.yml', '--parallelism', 'many')
    expect(status).toBe(1)
    expect(err).toContain('parallelism')
  })
})

describe('the help', () => {
  test('of a command shows every input but the mode', async () => {
    const { out } = await call('plan', '--help')
    for (const { name } of actionInputs) {
      if (name !== 'mode') expect(out).toContain(`--${name}`)
    }
    expect(out).not.toContain('--mode ')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  test('lists all commands', async () => {
    const { status, out } = await call()
    expect(status).toBe(0)
    for (const name of [
      'validate',
      'plan',
      'apply',
      'cleanup',
      'audit',
      'import',
      'autoscale',
      'simulator',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
    }
  })

  test.each(['bash', 'zsh', 'fish'])('completes flags and commands in %s', async (shell) => {
    const { status, out } = await call('completion', shell)
    expect(status).toBe(0)
    expect(out).toContain('validate')
    expect(out).toContain('resource-group')
  })
})
