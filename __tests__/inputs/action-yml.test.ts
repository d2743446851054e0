import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { outputs } from '../../src/inputs/outputs.js'
import { actionInputs } from '../../src/inputs/inputs-table.js'
import { outputNames } from '../../src/report/outputs.js'

interface Action {
  readonly inputs: Record<string, { description: string; required: boolean; default?: string }>
  readonly outputs: Record<string, { description: string }>
  readonly runs: unknown
}
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
}
const action = parse(readFileSync('action.yml', 'utf8')) as Action
const readme = readFileSync('README.md', 'utf8')
const page = readFileSync('docs/inputs.md', 'utf8')

describe('action.yml', () => {
  test('declares the inputs that are read, with their defaults', () => {
    const declared = Object.entries(action.inputs).map(([name, input]) => [name, input.default])
    expect(declared).toEqual(actionInputs.map((setting) => [setting.name, setting.default]))
  })

  test('gives no default to an input that would beat a config file with it', () => {
    const placed = actionInputs.filter(({ path }) => path !== undefined)
    expect(placed.filter((setting) => setting.default !== undefined)).toEqual([])
  })

  test('has no input for a key that no config has, and none of the whole run that nobody reads', () => {
    const schema = JSON.parse(readFileSync('schema/image-to-pool.schema.json', 'utf8')) as Schema
    const isKey = (path: readonly string[]): boolean =>
      path.reduce<Schema | undefined>((at, key) => at?.properties?.[key], schema) !== undefined
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('general-inputs.ts'))
      .map((name) => readFileSync(join('src', name), 'utf8'))
      .join('\n')
    const without = actionInputs.filter(({ name, path }) =>
      path === undefined ? !sources.includes(`'${name}'`) : !isKey(path),
    )
    expect(without.map(({ name }) => name)).toEqual([])
  })

  test('declares the outputs that are written', () => {
    expect(Object.keys(action.outputs)).toEqual([...outputNames])
    expect(outputs.map(({ name }) => name)).toEqual([...outputNames])
  })

  test('runs the bundle', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js', post: 'dist/index.js' })
  })
})

test.each([...actionInputs, ...outputs].map(({ name }) => name))(
  'the README names %s, and its page describes it',
  (name) => {
    expect(readme).toContain(`\`${name}\``)
    expect(page).toContain(`| \`${name}\` `)
  },
)
