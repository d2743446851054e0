import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { journalFile } from '../../../src/github/journal-file.js'

describe('the file of the journal', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'image-to-pool-test-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function steps() {
    const states: Record<string, string> = {}
    const open = (isPost = true) =>
      journalFile({
        ...{ folder, isPost },
        saveState: (name, value) => {
          states[name] = value
        },
        state: (name) => states[name] ?? '',
      })
    return { states, open }
  }

  test('what the main step writes, the post step reads and removes', () => {
    const { states, open } = steps()
    const main = open(false)
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
      ...{
        folder: join(folder, 'nowhere'),
        saveState: () => undefined,
        state: () => '',
        isPost: false,
      },
    })
    expect(() => {
      file.append('x')
    }).toThrow(/ENOENT/)
  })

  test('nothing but its own regular file is read or removed, and by the main step nothing that it was told of', () => {
    const { states, open } = steps()
    const uuid = '00000000-0000-4000-8000-000000000000'
    const own = join(folder, `image-to-pool-${uuid}.json`)
    const victim = join(folder, 'victim.json')
    writeFileSync(victim, 'precious')
    symlinkSync(victim, own)
    const elsewhere = join(folder, 'deeper')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, `image-to-pool-${uuid}.json`), 'precious')
    const forged = [
      victim,
      own,
      elsewhere,
      join(elsewhere, `image-to-pool-${uuid}.json`),
      '/dev/zero',
      `${folder}/../x`,
    ]
    for (const path of forged) {
      states['journal'] = path
      expect(() => open().read()).toThrow(/^the journal that the post step was given (is|does) n/)
      open().remove()
      expect(open(false).read()).toBeUndefined()
      open(false).remove()
    }
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(readdirSync(elsewhere)).toHaveLength(1)
  })
})
