import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { rules } from '../../src/rules/index.js'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'src', 'rules')
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
  .map((path) => path.replace(/\.ts$/, ''))

const page = readFileSync(join(root, 'docs', 'rules.md'), 'utf8')
const tests = readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(root, '__tests__', name), 'utf8'))
  .join('\n')

describe('the list of rules', () => {
  test('holds every file below src/rules once, under an id that is its path', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(files.sort())
    expect(rules.length).toBeGreaterThanOrEqual(60)
  })

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s says what and why, and is on the page of rules',
    (id, rule) => {
      expect(rule.title).toMatch(/^\S.*[^.]$/)
      expect(rule.docs).toMatch(/^https:\/\/(learn|docs)\.(microsoft|github)\.com\//)
      expect(page).toContain(`**[\`${id}\`](${rule.docs})** (${rule.severity}, `)
    },
  )

  test.each(rules.map(({ id }) => id))('%s is named in a test', (id) => {
    const name = camelCase(id.split('/').at(-1) ?? '')
    const isNamed = tests.includes(id) || new RegExp(`\\b${name}(Rule)?\\b`).test(tests)
    expect(isNamed).toBe(true)
  })
})

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
