/** The findings run by hand (each needs a registry); here only what their README promises of all of them. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const folder = join(import.meta.dirname, '..', '..', 'findings')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')
const library = 'lib.sh'
const scripts = readdirSync(folder).filter((name) => name.endsWith('.sh') && name !== library)
const rows = [...readme.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)/gm)]

test('each finding has one row, and each row its finding', () => {
  expect(scripts.length).toBeGreaterThan(0)
  expect(rows.map(([, name, file]) => [name, file]).sort()).toEqual(
    scripts.map((script) => [script.slice(0, -'.sh'.length), script]).sort(),
  )
})

test('each row says what one expects, what happens, where, and why it matters', () => {
  const cells = readme.split('\n').filter((line) => line.startsWith('| ['))
  for (const line of cells) {
    expect(
      line
        .slice(1, -1)
        .split('|')
        .filter((cell) => cell.trim() !== ''),
    ).toHaveLength(5)
  }
})

test.each([...scripts, library])('bash can parse %s', (script) => {
  execFileSync('bash', ['-n', join(folder, script)])
})

test.each(scripts)('%s can be run, and compares what it sees', (script) => {
  const text = readFileSync(join(folder, script), 'utf8')
  expect(statSync(join(folder, script)).mode & 0o111).not.toBe(0)
  expect(text).toMatch(/^#!\/usr\/bin\/env bash\n# /)
  expect(text).toMatch(/^still /m)
  expect(text).toMatch(/_packages\b/)
})
