import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { journalFile } from '../../../src/github/journal-file.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function steps() {
  const states: Record<string, string> = {}
  const open = () =>
    journalFile({
      folder,
      saveState: (name, value) => {
        states[name] = value
      },
      state: (name) => states[name] ?? '',
    })
  return { states, open }
}

test('what the main step writes, the post step reads and removes', () => {
  const { states, open } = steps()
  const main = open()
  main.append('one\n')
  const path = states['journal']
  main.append('two\n')
  expect(states['journal']).toBe(path)
  expect(open().read()).toBe('one\ntwo\n')
  expect(readdirSync(folder)).toHaveLength(1)
  if (process.platform !== 'win32') expect(statSync(path!).mode & 0o077).toBe(0)
  open().remove()
  expect(open().read()).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('without a word of the main step there is none', () => {
  const { open, states } = steps()
  expect(open().read()).toBeUndefined()
  open().remove()
  expect(states).toEqual({})
})

test('what cannot be written throws', () => {
  const file = journalFile({
    ...{ folder: join(folder, 'nowhere'), saveState: () => undefined, state: () => '' },
  })
  expect(() => {
    file.append('x')
  }).toThrow(/ENOENT/)
})
