import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { memorySource } from './memory-source.js'

const file = (properties: string, more = ''): string =>
  `pool:\n  account: a\n  name: p\n${more}  properties:\n    ${properties}\n`

async function load(text: string | undefined, inputs: Record<string, string> = {}) {
  const given = { mode: 'validate', 'resource-group': 'rg', ...inputs }
  const source =
    text === undefined
      ? { inputs: given }
      : { inputs: { config: 'a.yml', ...given }, files: { 'a.yml': text } }
  const { configs, findings } = await loadInputs(memorySource(source))
  const [loaded] = configs
  const pool = loaded?.config.pool
  return {
    vmSize: pool?.properties?.['vmSize'],
    fallback: pool?.fallbackVmSizes,
    at: (path: readonly (string | number)[]) => loaded?.originOf(path),
    reported: findings.map(({ rule, message }) => `${rule}: ${message}`),
  }
}

describe('VM sizes', () => {
  test('one line is the size', async () => {
    const { vmSize, fallback, reported } = await load(undefined, {
      'batch-account': 'a',
      'vm-size': ' Standard_D4s_v5\n',
    })
    expect([vmSize, fallback, reported]).toEqual(['Standard_D4s_v5', undefined, []])
  })

  test('further lines are what to fall back on, each with its place', async () => {
    const { vmSize, fallback, at, reported } = await load(undefined, {
      'batch-account': 'a',
      'vm-size': 'Standard_D4s_v5\nStandard_D4s_v4\n\n  Standard_D4as_v5',
    })
    expect([vmSize, fallback, reported]).toEqual([
      'Standard_D4s_v5',
      ['Standard_D4s_v4', 'Standard_D4as_v5'],
      [],
    ])
    expect(at(['pool', 'properties', 'vmSize'])).toMatchObject({
      input: 'vm-size',
      span: { line: 1 },
    })
    expect(at(['pool', 'fallbackVmSizes', 1])).toMatchObject({ span: { line: 4, column: 3 } })
  })

  test('a list in the file says the same', async () => {
    const { vmSize, fallback, at, reported } = await load(file('vmSize: [A1, A2]'))
    expect([vmSize, fallback, reported]).toEqual(['A1', ['A2'], []])
    expect(at(['pool', 'fallbackVmSizes', 0])).toMatchObject({ file: 'a.yml', span: { line: 5 } })
  })

  test('a list of one falls back on nothing, an empty one is no size', async () => {
    expect(await load(file('vmSize: [A1]'))).toMatchObject({
      vmSize: 'A1',
      fallback: [],
      reported: [],
    })
    expect(await load(file('vmSize: []'))).toMatchObject({ vmSize: undefined, reported: [] })
  })

  test('an input beats what the file says of the same', async () => {
    const sizes = file('vmSize: A1', '  fallbackVmSizes: [A2]\n')
    const list = await load(sizes, { 'vm-size': 'B1\nB2' })
    expect(list).toMatchObject({ vmSize: 'B1', fallback: ['B2'], reported: [] })
    const one = await load(file('vmSize: [A1, A2]'), { 'vm-size': 'B1' })
    expect(one).toMatchObject({ vmSize: 'B1', fallback: undefined, reported: [] })
  })

  test('a list and fallbackVmSizes in one file are one too many', async () => {
    const { reported } = await load(file('vmSize: [A1, A2]', '  fallbackVmSizes: [A3]\n'))
    expect(reported).toEqual([
      'config/duplicate-key: pool.properties.vmSize is a list, and pool.fallbackVmSizes is given as well',
    ])
  })

  test('what is no text in a list is told where it stands', async () => {
    const { reported } = await load(file('vmSize: [A1, { a: b }]'))
    expect(reported).toEqual(['config/value: pool.fallbackVmSizes[0] cannot be a map'])
  })
})
