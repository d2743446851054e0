/** What CONTRIBUTING.md claims of the code and the tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
).scripts
const tests = readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('contributing.test.ts'))
  .map((name) => ({ name, text: readFileSync(join(root, '__tests__', name), 'utf8') }))

test('every file and folder that it names is there', () => {
  const named = [...page.matchAll(/`((?:src|__tests__|docs|findings|scripts|\.github)\/[^`]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !/[<A-Z]{2}|</.test(path.replace(/README|CONTRIBUTING|ARCHITECTURE/, '')))
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test('every command that it names is there, and `check` runs what it says', () => {
  const named = [...page.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name)
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  const parts = ['types', 'lint', 'check:format', 'check:docs', 'check:dist', 'check:answers']
  expect(parts.filter((part) => scripts['check']?.includes(`npm run ${part}`) !== true)).toEqual([])
})

test('every name of the code that it tells you to look for is there', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
    .join('\n')
  const names = [...page.matchAll(/`([a-z]\w+[A-Z]\w+|[A-Z][a-z]+[A-Z]\w*|undoable|needs|reads)`/g)]
  expect(names.length).toBeGreaterThan(2)
  expect(names.map(([, name = '']) => name).filter((name) => !sources.includes(name))).toEqual([])
})

test('no test mocks our own modules', () => {
  const mocking = tests.filter(({ text }) =>
    /\bjest\.(unstable_mockModule|mock|doMock)\(/.test(text),
  )
  expect(mocking.map(({ name }) => name)).toEqual([])
})

test('no test sleeps, but for the one that lets the real pipeline wait for a server', () => {
  const sleeping = tests.filter(({ text }) =>
    /await new Promise\(\(?\w+\)? => setTimeout/.test(text),
  )
  expect(sleeping.map(({ name }) => name)).toEqual(['integration/azure-https.test.ts'])
})
