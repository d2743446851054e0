import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const folder = '__tests__/simulator'

test('every section of the specification has a describe of the same name', () => {
  const readme = readFileSync('src/simulator/README.md', 'utf8')
  const sections = [...readme.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title)
  const tests = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const described = [...tests.matchAll(/^describe\('([^']+)'/gm)].map(([, title = '']) => title)
  expect(sections.length).toBeGreaterThan(15)
  expect(sections.filter((section) => !described.includes(section))).toEqual([])
})
