/** What a release tag may do, in a repository of the test's own. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'

describe('a release', () => {
  const root = join(import.meta.dirname, '..', '..')
  const script = join(root, 'scripts', 'release-tag.mjs')
  let folder = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'release-'))
    git('init', '-q', '-b', 'main')
    git('config', 'user.name', 'test')
    git('config', 'user.email', 'test@example.com')
    git('config', 'commit.gpgsign', 'false')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
  }

  /** A commit on the branch that is checked out, with tags. */
  function commit(...tags: readonly string[]): void {
    git('commit', '-q', '--allow-empty', '-m', tags.join(' ') || 'more')
    for (const tag of tags) git('tag', '-f', tag)
    const isMain = git('branch', '--show-current') === 'main'
    if (isMain) git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  }

  function release(tag: string): { status: number | null; said: string; outputs: string } {
    const output = join(folder, 'output')
    writeFileSync(output, '')
    const env = { ...process.env, GITHUB_OUTPUT: output }
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, tag], {
      cwd: folder,
      encoding: 'utf8',
      env,
    })
    return { status, said: stdout + stderr, outputs: readFileSync(output, 'utf8') }
  }

  describe('the tag of a major version', () => {
    test('is made by its first release, and moves to the next', () => {
      commit('v1.0.0')
      expect(release('v1.0.0').outputs).toBe('major=v1\nmoves=true\n')
      git('tag', 'v1')
      commit('v1.1.0')
      expect(release('v1.1.0')).toMatchObject({ status: 0, outputs: 'major=v1\nmoves=true\n' })
      commit('v1.10.0')
      git('tag', '-f', 'v1', 'v1.1.0')
      expect(release('v1.10.0').outputs).toContain('moves=true')
    })

    test('never moves back: not to an older version, wherever it was tagged', () => {
      commit('v1.2.0')
      commit('v1.10.0', 'v1')
      commit('v1.9.1')
      for (const tag of ['v1.2.0', 'v1.9.1']) {
        const { status, outputs, said } = release(tag)
        expect([status, outputs]).toEqual([0, 'major=v1\nmoves=false\n'])
        expect(said).toContain('v1 stays')
      }
    })

    test('moves along its own major version alone', () => {
      commit('v1.5.0', 'v1')
      commit('v2.0.0', 'v2')
      commit('v1.6.0')
      expect(release('v1.6.0').outputs).toBe('major=v1\nmoves=true\n')
      expect(release('v2.0.0').outputs).toBe('major=v2\nmoves=true\n')
    })
  })

  test('a tag that is not on main is no release, and neither is anything but vX.Y.Z', () => {
    commit('v1.0.0')
    git('checkout', '-q', '-b', 'fix')
    commit('v1.0.1')
    expect(release('v1.0.1')).toMatchObject({ status: 1, outputs: '' })
    expect(release('v1.0.1').said).toContain('is not on origin/main')
    for (const tag of ['v1.0', '1.0.0', 'v1.0.0-rc.1', 'v01.0.0', '']) {
      expect(release(tag)).toMatchObject({ status: 1, outputs: '' })
    }
  })

  test('the workflow asks the script before it writes, and attests all that runs', () => {
    interface Step {
      readonly run?: string
      readonly uses?: string
      readonly if?: string
      readonly with?: Readonly<Record<string, string>>
    }
    const text = readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8')
    const { jobs } = parse(text) as { jobs: { release: { steps: readonly Step[] } } }
    const { steps } = jobs.release
    const asks = steps.findIndex(({ run }) => run?.includes('scripts/release-tag.mjs') === true)
    const writes = steps.flatMap(({ run }, index) => (run?.includes('gh ') === true ? [index] : []))
    expect(asks).toBeGreaterThan(0)
    expect(Math.min(...writes)).toBeGreaterThan(asks)
    const moving = steps.find(({ run }) => run?.includes('git/refs') === true)
    expect(moving?.if).toContain("moves == 'true'")
    const attested = steps.find(({ uses }) => uses?.includes('attest') === true)?.with
    expect(attested?.['subject-path']?.trim().split('\n')).toEqual(['action.yml', 'dist/**'])
  })
})
