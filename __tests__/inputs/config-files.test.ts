import { describe, expect, test } from '@jest/globals'
import { readConfigFiles } from '../../src/inputs/config-files.js'
import type { FileContent } from '../../src/inputs/source.js'
import type { Finding } from '../../src/shared/finding.js'
import { memorySource } from './memory-source.js'

async function findingOf(path: string, content: FileContent): Promise<Finding | undefined> {
  const source = memorySource({ inputs: { config: path } })
  const files = { ...source.files, read: async () => await Promise.resolve(content) }
  return (await readConfigFiles({ ...source, files })).findings[0]
}

describe('a file that cannot be read', () => {
  test.each<FileContent>([
    { kind: 'not-text' },
    { kind: 'too-large', bytes: 2_000_000, limitBytes: 1_048_576 },
    { kind: 'unreadable', code: 'EACCES' },
  ])('is told at the file: $kind', async (content) => {
    const at = { kind: 'file', file: 'pools/a.yml', span: { line: 1, column: 1 } }
    expect(await findingOf('pools/a.yml', content)).toMatchObject({ rule: 'config/file', at })
  })

  test.each<FileContent>([{ kind: 'missing' }, { kind: 'folder' }, { kind: 'outside' }])(
    'is told at the input where there is no such file: $kind',
    async (content) => {
      const at = { kind: 'input', input: 'config', span: { line: 1 } }
      expect(await findingOf('pools/a.yml', content)).toMatchObject({ at })
    },
  )
})

describe('a path to nothing', () => {
  test.each([
    ['pools\\a.yml', 'write / between folders'],
    ['a.yml, b.yml', 'write one path a line'],
    ['a.yml b.yml', 'write one path a line'],
    ['my pools/a.yml', expect.stringContaining('relative to the workspace')],
  ])('%s', async (path, help) => {
    expect(await findingOf(path, { kind: 'missing' })).toMatchObject({ help })
  })
})
