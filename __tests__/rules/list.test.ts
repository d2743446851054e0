import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { rules } from '../../src/rules/index.js'

const folder = join(import.meta.dirname, '..', '..', 'src', 'rules')
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
  .map((path) => path.replace(/\.ts$/, ''))

describe('the list of rules', () => {
  test('holds every file below src/rules once, under an id that is its path', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(files.sort())
  })

  test.each(rules.map((rule) => [rule.id, rule] as const))('%s says what and why', (_id, rule) => {
    expect(rule.title).toMatch(/^\S.*[^.]$/)
    expect(rule.docs).toMatch(/^https:\/\/(learn|docs)\.(microsoft|github)\.com\//)
  })
})
