import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWorkspaceFile } from '../../../src/github/workspace-output.js'

describe('files of the workspace', () => {
  let folder: string
  let workspace: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'image-to-pool-output-'))
    workspace = join(folder, 'workspace')
    mkdirSync(join(workspace, 'here'), { recursive: true })
    mkdirSync(join(folder, 'outside'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  describe('a file of the workspace', () => {
    test.each(['a.sarif', 'here/a.sarif', 'new/folders/a.sarif'])('%s is written', async (path) => {
      await writeWorkspaceFile(workspace, path, { text: 'one', keep: [] })
      await writeWorkspaceFile(workspace, path, { text: 'two', keep: [] })
      expect(readFileSync(join(workspace, path), 'utf8')).toBe('two')
    })

    test('is written through a link that stays inside', async () => {
      symlinkSync(join(workspace, 'here'), join(workspace, 'link'))
      await writeWorkspaceFile(workspace, 'link/a.sarif', { text: 'one', keep: [] })
      expect(existsSync(join(workspace, 'here', 'a.sarif'))).toBe(true)
    })
  })

  describe('outside of the workspace', () => {
    test('a path is refused', async () => {
      await expect(
        writeWorkspaceFile(workspace, '../outside/a.sarif', { text: '', keep: [] }),
      ).rejects.toThrow('leads out of the workspace')
    })

    test.each([
      ['a folder', 'link/new/a.sarif', 'outside'],
      ['a file that is not there yet', 'link', 'outside/a.sarif'],
    ])('a link to %s is not followed', async (_, path, target) => {
      symlinkSync(join(folder, target), join(workspace, 'link'))
      await expect(writeWorkspaceFile(workspace, path, { text: 'x', keep: [] })).rejects.toThrow()
      expect(existsSync(join(folder, 'outside', 'a.sarif'))).toBe(false)
      expect(existsSync(join(folder, 'outside', 'new'))).toBe(false)
    })
  })
})
