import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { ReportFile } from '../../src/report/report-schema.js'
import { runAction } from './action.js'

const dist = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist')
const account =
  '/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch'

const config = (name: string, scaleSettings: object): string =>
  JSON.stringify({
    pool: {
      account,
      name,
      properties: {
        vmSize: 'Standard_D2s_v5',
        deploymentConfiguration: {
          virtualMachineConfiguration: {
            imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
            nodeAgentSkuId: 'batch.node.ubuntu 24.04',
          },
        },
        scaleSettings,
      },
    },
  })
const fixed = { fixedScale: { targetDedicatedNodes: 1 } }
const formula = (text: string) => ({ autoScale: { formula: text } })

describe('the parser of formulas', () => {
  const copy = mkdtempSync(join(tmpdir(), 'image-to-pool-dist-'))
  afterAll(() => {
    rmSync(copy, { recursive: true })
  })

  test('is a chunk that a run without a formula does not load', async () => {
    cpSync(dist, copy, { recursive: true })
    // Its table of names is in it, and in no other place.
    const chunks = readdirSync(copy).filter(
      (name) =>
        name.endsWith('.js') &&
        readFileSync(join(copy, name), 'utf8').includes('TimeInterval_100ns'),
    )
    expect(chunks.length).toBeGreaterThan(0)
    expect(chunks).not.toContain('index.js')
    for (const name of chunks) rmSync(join(copy, name))
    const files = {
      'fixed.json': config('a', fixed),
      'scaled.json': config('b', formula('$x = 1')),
    }
    const validate = async (name: string) =>
      await runAction({ inputs: { mode: 'validate', config: name }, files, dist: copy })
    const [without, withOne] = await Promise.all([validate('fixed.json'), validate('scaled.json')])
    expect(without.status).toBe(0)
    expect(withOne.status).toBe(1)
    expect(withOne.log).toContain('Cannot find module')
  })
})

interface Valid {
  readonly id: string
  readonly formula: string
  readonly now: string
  readonly samples?: Readonly<Record<string, readonly (readonly [number, number])[]>>
  readonly before: Readonly<Record<string, number>>
  readonly expect?: Readonly<Record<string, number | string>>
}

const path = join(import.meta.dirname, '..', '..', '..', 'shared', 'field', 'formulas.json')
const outside = existsSync(path) ? test : test.skip
if (!existsSync(path)) console.log('skipped: the formulas of the field are not here')

describe('formulas of the field, carried out', () => {
  outside('each gets the nodes that it must', async () => {
    const { valid } = JSON.parse(readFileSync(path, 'utf8')) as { valid: readonly Valid[] }
    const known = valid.filter((one) => one.expect !== undefined)
    const scenario = {
      autoScaleByPool: Object.fromEntries(
        known.map(({ id, now, samples = {}, before }) => [
          id.toLowerCase(),
          { now, samples, before },
        ]),
      ),
    }
    const ended = await runAction({
      inputs: {
        mode: 'apply',
        environment: 'simulator',
        scenario: 'scenario.json',
        config: 'V*.json',
        'wait-for': 'steady',
        parallelism: '100',
        'report-path': 'report.json',
      },
      files: {
        'scenario.json': JSON.stringify(scenario),
        ...Object.fromEntries(
          known.map(({ id, formula: text }) => [
            `${id}.json`,
            config(id.toLowerCase(), formula(text)),
          ]),
        ),
      },
    })
    // The report holds them all; outputs are shortened.
    const { configs } = JSON.parse(ended.report) as ReportFile
    const had = configs.map(({ config: file, chain }) => [
      file,
      chain.nodes?.dedicated.current,
      chain.nodes?.lowPriority.current,
    ])
    expect(had.toSorted()).toEqual(
      known
        .map((one) => [
          `${one.id}.json`,
          one.expect?.['TargetDedicatedNodes'],
          one.expect?.['TargetLowPriorityNodes'],
        ])
        .sort(),
    )
    console.log(`${String(known.length)} of ${String(valid.length)} formulas got their nodes`)
  })
})
