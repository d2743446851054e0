/** The headings of the troubleshooting page are what the action really prints, so that a search finds them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { rules } from '../../src/rules/index.js'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'docs', 'TROUBLESHOOTING.md'), 'utf8')
const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('simulator'))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
  .join('\n')
  .replaceAll('\\`', '`')
const headings = [...page.matchAll(/^### `(.+)`$/gm)].map(([, heading = '']) => heading)
const ruleIds = rules.map(({ id }) => id)

test('there are headings, none of them twice', () => {
  expect(headings.length).toBeGreaterThan(30)
  expect(new Set(headings).size).toBe(headings.length)
})

test.each(headings)('the action says "%s"', (heading) => {
  if (ruleIds.includes(heading)) return
  // What stands between the names that are the user's own, in this order, in one message.
  const pieces = heading.split('…').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  expect(source).toMatch(new RegExp(pieces.join('[^\\n]*')))
})

test('each rule and each code that the page names is there', () => {
  const named = [...page.matchAll(/`((?:image|gallery|pool|config)\/[a-z-]+)`/g)]
  expect(named.map(([, id = '']) => id).filter((id) => !ruleIds.includes(id))).toEqual([])
  const codes = [...page.matchAll(/`(AADSTS\d+|[A-Z][a-z]+(?:[A-Z]+[a-z]+)+)`/g)]
  const unknown = codes.map(([, code = '']) => code).filter((code) => !source.includes(code))
  expect(unknown).toEqual([])
})
