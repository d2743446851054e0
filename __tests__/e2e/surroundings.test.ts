/** The built action where the runner's files are not as they should be, and where others would have it write or remove theirs. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { runAction } from './action.js'
import { wholeWay } from './azure.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-surroundings-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})
const onUnix = process.platform === 'win32' ? test.skip : test

const simulator = { ...wholeWay, environment: 'simulator', mode: 'plan' }
const fifo = join(folder, 'fifo')
spawnSync('mkfifo', [fifo])

describe("the runner's files", () => {
  const broken = ['/dev/full', folder, fifo, join(folder, 'missing', 'file')]
  const names = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY']
  onUnix.each(names.flatMap((name) => broken.map((path) => [name, path] as const)))(
    '%s is %s: the outcome stands and is printed',
    async (name, path) => {
      const ended = await runAction({ inputs: simulator, env: { [name]: path } })
      expect(ended.status).toBe(0)
      expect(ended.log).toMatch(/^outcome: succeeded/m)
      expect(ended.log).toMatch(/^::warning::/m)
      expect(ended.log).not.toMatch(/^ {4}at /m)
    },
  )
})

describe('the journal', () => {
  const uuid = '00000000-0000-4000-8000-000000000000'
  onUnix.each([
    ['a file elsewhere', join(folder, 'precious.json')],
    ['a directory', folder],
    ['a device', '/dev/zero'],
    ['a pipe', fifo],
  ])('%s is neither read nor removed, in either step', async (_, path) => {
    writeFileSync(join(folder, 'precious.json'), '{"precious":true}\n')
    const main = await runAction({ inputs: simulator, env: { STATE_journal: path } })
    expect(main.status).toBe(0)
    const post = await runAction({
      inputs: simulator,
      env: { STATE_journal: path, STATE_isPost: 'true' },
    })
    expect(post.status).toBe(0)
    expect(post.log).toMatch(/^::warning::the journal .* nothing is done after the run$/m)
    expect(post.log).not.toMatch(/^ {4}at /m)
    expect(existsSync(join(folder, 'precious.json'))).toBe(true)
  })

  test('the word that the main step is over, from outside, ends no main step', async () => {
    const ended = await runAction({ inputs: simulator, env: { STATE_isPost: 'true' } })
    expect(ended.log).toMatch(/^outcome: succeeded/m)
    expect(ended.state).toMatchObject({ isPost: 'true', hasBegun: 'true' })
  })

  test('a forged one ends in a plain sentence', async () => {
    const job = join(folder, 'job')
    mkdirSync(job, { recursive: true })
    const path = join(job, `image-to-pool-${uuid}.json`)
    for (const text of ['not JSON\n', '{"number":1,"page":{"entries":"x"}}\n']) {
      writeFileSync(path, text)
      const env = { STATE_journal: path, STATE_isPost: 'true' }
      const post = await runAction({ inputs: simulator, env, job })
      expect(post.status).toBe(0)
      expect(post.log).toMatch(/::warning::.*the journal is not one that the main step wrote/)
      expect(post.log).not.toMatch(/^ {4}at |Unexpected token/m)
    }
  })
})

describe('report-path and sarif-path', () => {
  const config = `pool: { account: ${wholeWay['batch-account'] ?? ''}, name: render }\n`
  test.each([
    ['the config', { 'report-path': 'pool.yml' }],
    ['the config, spelled otherwise', { 'sarif-path': './x/../pool.yml' }],
    ['.git', { 'report-path': '.git/config' }],
    ['a folder of .git', { 'report-path': 'sub/.GIT/hooks/post-checkout' }],
    ['the output file', { 'report-path': 'output' }],
  ])('%s is not written over', async (_, paths) => {
    const ended = await runAction({
      inputs: { mode: 'validate', config: 'pool.yml', ...paths },
      files: { 'pool.yml': config },
    })
    expect(ended.log).toMatch(/::warning::cannot write the (report|SARIF file): /)
    expect(ended.outputs['report-path'] ?? '').toBe('')
    expect(ended.log).toMatch(/^outcome: /m)
  })

  test('each other', async () => {
    const ended = await runAction({
      inputs: {
        ...{ mode: 'validate', config: 'pool.yml' },
        ...{ 'report-path': 'all.json', 'sarif-path': './all.json' },
      },
      files: { 'pool.yml': config },
    })
    expect(ended.log).toMatch(/::warning::cannot write the SARIF file: .*all\.json/)
    expect(JSON.parse(ended.report)).not.toHaveProperty('$schema')
  })

  onUnix('a pipe does not hang', async () => {
    const workspace = mkdtempSync(join(folder, 'workspace-'))
    writeFileSync(join(workspace, 'pool.yml'), config)
    spawnSync('mkfifo', [join(workspace, 'pipe')])
    const ended = await runAction({
      inputs: { mode: 'validate', config: 'pool.yml', 'report-path': 'pipe' },
      env: { GITHUB_WORKSPACE: workspace },
    })
    expect(ended.log).toMatch(/::warning::cannot write the report: .*is no regular file/)
    expect(ended.log).toMatch(/^outcome: /m)
  })
})
