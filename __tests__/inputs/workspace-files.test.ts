import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createWorkspaceFiles } from '../../src/inputs/workspace-files.js'

describe('files of the workspace', () => {
  let root = ''
  let workspace = ''

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'workspace-'))
    workspace = join(root, 'work')
    mkdirSync(join(workspace, 'pools', 'deep'), { recursive: true })
    writeFileSync(join(workspace, 'pools', 'a.yml'), 'a: 1\n')
    writeFileSync(join(workspace, 'pools', 'deep', 'b.json'), '{}')
    writeFileSync(join(root, 'secret.yml'), 'secret')
    mkdirSync(join(workspace, 'node_modules', 'x'), { recursive: true })
    writeFileSync(join(workspace, 'node_modules', 'x', 'c.yml'), '')
  })
  afterEach(() => {
    rmSync(root, { recursive: true })
  })

  // Windows lets only administrators make links to files.
  const testLinks = process.platform === 'win32' ? test.skip : test

  describe('patterns', () => {
    test('find files, sorted, with forward slashes, and none of node_modules', async () => {
      const { glob } = createWorkspaceFiles(workspace)
      expect(await glob('**/*.{yml,json}')).toEqual(['pools/a.yml', 'pools/deep/b.json'])
      expect(await glob('pools/*')).toEqual(['pools/a.yml'])
      expect(await glob('*.yaml')).toEqual([])
    })

    test('do not go through links to folders', async () => {
      symlinkSync(root, join(workspace, 'out'), 'junction')
      expect(await createWorkspaceFiles(workspace).glob('**/*.yml')).toEqual(['pools/a.yml'])
    })

    testLinks('find links, so that those that cannot be read are told', async () => {
      const links = { 'inner.yml': 'a.yml', 'none.yml': 'b.yml', 'out.yml': '../../secret.yml' }
      for (const [name, target] of Object.entries(links)) {
        symlinkSync(target, join(workspace, 'pools', name))
      }
      const { glob, read } = createWorkspaceFiles(workspace)
      const found = await glob('**/*.yml')
      expect(found).toEqual(['a', 'inner', 'none', 'out'].map((name) => `pools/${name}.yml`))
      const kinds = await Promise.all(found.map(async (path) => (await read(path)).kind))
      expect(kinds).toEqual(['text', 'text', 'missing', 'outside'])
    })
  })

  describe('paths', () => {
    test.each([
      ['pools/a.yml', 'pools/a.yml'],
      ['./pools/../pools/a.yml', 'pools/a.yml'],
      ['..', undefined],
      ['../work-other/a.yml', undefined],
      ['pools/../../secret.yml', undefined],
      ['..a/b.yml', '..a/b.yml'],
    ])('%s', (path, expected) => {
      expect(createWorkspaceFiles(workspace).relative(path)).toBe(expected)
    })

    test('absolute, inside and outside', () => {
      const { relative } = createWorkspaceFiles(workspace)
      expect(relative(join(workspace, 'pools', 'a.yml'))).toBe('pools/a.yml')
      expect(relative(join(root, 'secret.yml'))).toBeUndefined()
    })
  })

  describe('reading', () => {
    const read = async (path: string) => await createWorkspaceFiles(workspace).read(path)

    test('text, without the byte order mark', async () => {
      expect(await read('pools/a.yml')).toEqual({ kind: 'text', text: 'a: 1\n' })
      writeFileSync(join(workspace, 'bom.yml'), '\uFEFFa: 1')
      expect(await read('bom.yml')).toEqual({ kind: 'text', text: 'a: 1' })
    })

    test('what is no file to read', async () => {
      expect(await read('none.yml')).toEqual({ kind: 'missing' })
      expect(await read('pools/a.yml/b')).toEqual({ kind: 'missing' })
      expect(await read('pools')).toEqual({ kind: 'folder' })
      expect(await read('../secret.yml')).toEqual({ kind: 'outside' })
      expect(await read('a\0b')).toEqual({ kind: 'outside' })
      writeFileSync(join(workspace, 'utf16.yml'), Buffer.from('\uFEFFa: 1', 'utf16le'))
      expect(await read('utf16.yml')).toEqual({ kind: 'not-text' })
      writeFileSync(join(workspace, 'big.yml'), ' '.repeat(1024 * 1024 + 1))
      expect(await read('big.yml')).toMatchObject({ kind: 'too-large', bytes: 1024 * 1024 + 1 })
    })

    testLinks('a link within the workspace, but none that leaves it', async () => {
      symlinkSync(join('pools', 'a.yml'), join(workspace, 'in.yml'))
      symlinkSync(join('..', 'secret.yml'), join(workspace, 'out.yml'))
      symlinkSync(root, join(workspace, 'folder'))
      expect(await read('in.yml')).toMatchObject({ kind: 'text' })
      expect(await read('out.yml')).toEqual({ kind: 'outside' })
      expect(await read('folder/secret.yml')).toEqual({ kind: 'outside' })
    })
  })
})
