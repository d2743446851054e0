import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { readRunContext } from '../../../src/github/run-context.js'

const folder = mkdtempSync(join(tmpdir(), 'run-context-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function event(value: unknown): string {
  const path = join(folder, `${String(Math.random())}.json`)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}

const env = {
  GITHUB_REPOSITORY: 'owner/name',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_WORKFLOW_REF: 'owner/name/.github/workflows/check.yml@refs/heads/main',
}

describe('what the runner tells of the run', () => {
  test('is repository, commit, run and attempt', () => {
    expect(readRunContext(env)).toEqual({
      url: 'https://github.example/owner/name/actions/runs/42',
      workflow: '.github/workflows/check.yml',
      repository: 'owner/name',
      commit: 'a'.repeat(40),
      attempt: '42/2',
    })
  })

  test('is where docs/rules.md of this action lies, in the version that the workflow names', () => {
    const uses = {
      ...env,
      GITHUB_ACTION_REPOSITORY: 'maker/image-to-pool',
      GITHUB_ACTION_REF: 'v1',
    }
    expect(readRunContext(uses).rulesPage).toBe(
      'https://github.example/maker/image-to-pool/blob/v1/docs/rules.md',
    )
    expect(readRunContext({ ...uses, GITHUB_ACTION_REF: '' })).not.toHaveProperty('rulesPage')
  })

  test('is nothing in a shell', () => {
    expect(readRunContext({})).toEqual({})
    expect(readRunContext({ GITHUB_SHA: '', GITHUB_REPOSITORY: '' })).toEqual({})
  })

  test('names the head of a pull request, not the merge made up for it', () => {
    const pull = { number: 7, head: { sha: 'b'.repeat(40) } }
    const path = event({ pull_request: pull })
    const given = { ...env, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path }
    expect(readRunContext(given)).toMatchObject({ commit: 'b'.repeat(40), pullRequest: 7 })
  })

  test.each([
    ['a broken file', '{'],
    ['another shape', { pull_request: 'none' }],
    ['a head that is no commit', { pull_request: { number: 7.5, head: { sha: 'x\n::error::y' } } }],
  ])('survives an event of %s', (_, value) => {
    const given = { ...env, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event(value) }
    const { commit, pullRequest } = readRunContext(given)
    expect({ commit, pullRequest }).toEqual({ commit: 'a'.repeat(40), pullRequest: undefined })
  })

  test('survives an event that is not there', () => {
    const given = {
      ...env,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(folder, 'no'),
    }
    expect(readRunContext(given).commit).toBe('a'.repeat(40))
  })
})
