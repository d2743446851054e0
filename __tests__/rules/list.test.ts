import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { azureRules } from '../../src/rules/azure-rules.js'
import { rules } from '../../src/rules/index.js'
import { offlineRules } from '../../src/rules/offline-rules.js'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'src', 'rules')
/** Each file with rules, with the ids that it writes. */
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /^(?!kit\/)\w+\/[\w-]+\.ts$/.test(name))
  .map((name) => {
    const ids = [...readFileSync(join(folder, name), 'utf8').matchAll(/^ +id: '(\S+)',$/gm)]
    return { name, section: name.split('/')[0], ids: ids.map(([, id = '']) => id) }
  })
const needsAzure = new Set(azureRules.map(({ id }) => id))

const page = readFileSync(join(root, 'docs', 'rules.md'), 'utf8')
const tests = readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(root, '__tests__', name), 'utf8'))
  .join('\n')

describe('the list of rules', () => {
  test('holds every rule below src/rules once, each in the folder of its section', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(files.flatMap(({ ids }) => ids).sort())
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    expect(rules.length).toBeGreaterThanOrEqual(196)
    const elsewhere = files.flatMap(({ section, ids }) =>
      ids.filter((id) => !id.startsWith(`${String(section)}/`)),
    )
    expect(elsewhere).toEqual([])
  })

  test('no file holds rules that need Azure beside others: validate loads none of them', () => {
    const mixed = files.filter(({ ids }) => new Set(ids.map((id) => needsAzure.has(id))).size > 1)
    expect(mixed).toEqual([])
    expect(azureRules.every(({ needs }) => needs === 'facts')).toBe(true)
    expect(offlineRules.some(({ needs }) => needs === 'facts')).toBe(false)
  })

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s says what and why, and is on the page of rules',
    (id, rule) => {
      expect(rule.title).toMatch(/^\S.*[^.]$/)
      expect(rule.docs).toMatch(/^https:\/\/(learn|docs)\.(microsoft|github)\.com\//)
      expect(page).toContain(`### <a id="${id.replace('/', '-')}"></a>\`${id}\`\n`)
      expect(page).toContain(`; [source](${rule.docs}))`)
    },
  )

  test('what needs no Azure has an example on the page of rules, with what is wrong and what mends it', () => {
    const places = page.split(/^### <a id="/m)
    const without = offlineRules
      .filter(({ needs }) => needs !== 'run')
      .filter(({ id }) => {
        const place = places.find((text) => text.startsWith(`${id.replace('/', '-')}"`)) ?? ''
        return !/```diff\n[^`]*^[-+] /m.test(place)
      })
    expect(without.map(({ id }) => id)).toEqual([])
  })

  test.each(rules.map(({ id }) => id))('%s is named in a test', (id) => {
    expect(tests).toContain(id)
  })
})
