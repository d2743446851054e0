import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { connect } from '../../src/connect.js'
import { createGitHubHost } from '../../src/github/host.js'
import type { RunOptions } from '../../src/inputs/config.js'
import { UserError } from '../../src/shared/errors.js'

const folder = mkdtempSync(join(tmpdir(), 'connect-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
writeFileSync(join(folder, 'wrong.yml'), 'resizs: []\n')
const settings = { environment: 'simulator', credential: 'auto' } as RunOptions

test.each([
  ['missing.yml', /IMAGE_TO_POOL_SCENARIO .*missing\.yml/],
  ['wrong.yml', /IMAGE_TO_POOL_SCENARIO .*resizs/],
])('a scenario %s is told as a mistake of the user', async (file, message) => {
  const host = createGitHubHost({ GITHUB_WORKSPACE: folder, IMAGE_TO_POOL_SCENARIO: file })
  const opened = connect(settings, host, new AbortController().signal)
  await expect(opened).rejects.toThrow(UserError)
  await expect(opened).rejects.toThrow(message)
})
