import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { journalIn } from '../../src/cli/journal-file.js'

const onUnix = process.platform === 'win32' ? describe.skip : describe

onUnix("the journal of a terminal, in a temporary folder that is everybody's", () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'image-to-pool-cli-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const own = () => join(folder, `image-to-pool-${String(process.getuid?.())}`)
  const journal = () => journalIn(folder, { folder: '/work', configs: ['pool.yml'] })

  test('is for its user alone, and the next run takes it up', () => {
    journal().append('one\n')
    journal().append('two\n')
    expect(statSync(own()).mode & 0o777).toBe(0o700)
    expect(journal().read()).toBe('one\ntwo\n')
    journal().remove()
    expect(readdirSync(own())).toEqual([])
    expect(journal().read()).toBeUndefined()
  })

  test('is neither read nor written where somebody else could have put it', () => {
    mkdirSync(own())
    chmodSync(own(), 0o777)
    expect(() => journal().read()).toThrow(/is not a directory of this user alone/)
    expect(() => {
      journal().append('x')
    }).toThrow(/is not a directory of this user alone/)
  })

  test('is no link', () => {
    journal().append('one\n')
    const [name = ''] = readdirSync(own())
    const precious = join(folder, 'precious')
    writeFileSync(precious, 'precious')
    rmSync(join(own(), name))
    symlinkSync(precious, join(own(), name))
    expect(() => {
      journal().append('x')
    }).toThrow(/is not a file of this user alone/)
    expect(readFileSync(precious, 'utf8')).toBe('precious')
  })
})
