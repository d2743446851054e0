/** The rights that the page names are those that the code asks for, and the custom role has them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/OPERATIONS.md')
const role = JSON.parse(read('examples/azure/role.json')) as {
  readonly Actions: readonly string[]
  readonly DataActions: readonly string[]
}
const actionPattern = /Microsoft\.\w+(?:\/\w+)+\/(?:read|write|delete|action)\b/g
const actionsIn = (text: string): string[] => [...new Set(text.match(actionPattern))]
const inRole = [...role.Actions, ...role.DataActions]
/** Behind `Not in it`: what only some need. */
const [needed = '', rare = ''] = page.split('Not in it,')

test.each(['src/plan/planned-writes.ts', 'src/in-use/lists.ts'])(
  'every right that %s names is on the page',
  (path) => {
    const named = actionsIn(read(path))
    expect(named.length).toBeGreaterThan(3)
    const readme = actionsIn(read('README.md'))
    expect(named.filter((action) => !page.includes(action) && !readme.includes(action))).toEqual([])
  },
)

test('the custom role has every right of the page but those that it says it lacks', () => {
  expect(actionsIn(needed).filter((action) => !inRole.includes(action))).toEqual([])
  expect(actionsIn(rare).filter((action) => inRole.includes(action))).toEqual([])
})

test('the custom role has nothing but single actions that something is said about', () => {
  expect(inRole.filter((action) => action.includes('*'))).toEqual([])
  const said = actionsIn(page + read('README.md'))
  expect(inRole.filter((action) => !said.includes(action))).toEqual([])
})
