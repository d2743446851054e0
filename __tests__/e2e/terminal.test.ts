import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'

const dist = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist')
const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath
const cli = join(dist, 'cli.js')
const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-terminal-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const good = `pool:
  account: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/renderbatch
  name: render
  properties:
    vmSize: Standard_D2s_v5
    deploymentConfiguration:
      virtualMachineConfiguration:
        imageReference: { publisher: canonical, offer: ubuntu-24_04-lts, sku: server }
        nodeAgentSkuId: batch.node.ubuntu 24.04
    scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } }
`
writeFileSync(join(folder, 'good.yml'), good)
writeFileSync(join(folder, 'bad.yml'), 'pool: { nam: render }\n')
const path = process.env['PATH'] ?? ''

/** Through pipes, as a script or an editor calls it. */
function piped(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(node, [cli, ...args], {
    cwd: folder,
    env: { PATH: path, ...more },
    encoding: 'utf8',
  })
  return { status, out: stdout, err: stderr }
}

/** On a pseudo-terminal, as a person sees it; both streams come as one. */
function onTerminal(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const command = [node, cli, ...args].map((word) => `'${word}'`).join(' ')
  const { status, stdout } = spawnSync(
    'script',
    ['--quiet', '--return', '--command', command, '/dev/null'],
    { cwd: folder, env: { PATH: path, TERM: 'xterm', ...more }, encoding: 'utf8' },
  )
  return { status, seen: stdout }
}

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout.includes(
  'util-linux',
)
const onScript = hasScript ? test : test.skip
if (!hasScript)
  console.log('skipped: there is no script of util-linux to make a pseudo-terminal with')

describe('the built command line', () => {
  test('through pipes has results on stdout, findings on stderr, and no colours', () => {
    const { status, out, err } = piped(['validate', 'good.yml', 'bad.yml'])
    expect(status).toBe(1)
    expect(out).toMatch(/^bad\.yml: failed\nconfigs in order: 1 of 2\noutcome: failed after /)
    expect(err).toMatch(/^bad\.yml:1:9: error: pool\.nam is not a known key; did you mean name\?/)
    expect(`${out}${err}`).not.toContain('\u001b')
    expect(`${out}${err}`).not.toMatch(/^::/m)
    expect(JSON.parse(piped(['validate', 'good.yml', '--json']).out)).toMatchObject({
      outcome: 'succeeded',
    })
  })

  onScript('on a terminal shows colours, unless NO_COLOR is set', () => {
    const { status, seen } = onTerminal(['validate', 'good.yml', 'bad.yml'])
    expect(status).toBe(1)
    expect(seen).toContain('\u001b[31merror:\u001b[0m')
    expect(seen).toContain('\u001b[31moutcome: failed')
    expect(seen).not.toMatch(/^::/m)
    const plain = onTerminal(['validate', 'good.yml', 'bad.yml'], { NO_COLOR: '1' })
    expect(plain.status).toBe(1)
    expect(plain.seen).toContain('bad.yml:1:9: error: pool.nam is not a known key')
    expect(plain.seen).not.toContain('\u001b[3')
    expect(onTerminal(['validate', 'good.yml']).status).toBe(0)
  })

  test('ends a wrong call with 2, and help and version with 0', () => {
    expect(piped(['no-such-command']).status).toBe(2)
    expect(piped(['--help'])).toMatchObject({ status: 0, err: '' })
    expect(piped(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(piped([]).out).toContain('validate')
  })

  test('of the packed project runs from an empty folder, with nothing else installed', () => {
    const place = join(folder, 'empty')
    mkdirSync(place)
    const npm = (cwd: string, ...args: string[]): string =>
      execFileSync('npm', args, {
        cwd,
        encoding: 'utf8',
        env: { PATH: path, HOME: place, npm_config_update_notifier: 'false' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    const tarball = npm(resolve('.'), 'pack', '--silent', '--pack-destination', place).trim()
    writeFileSync(join(place, 'package.json'), '{}')
    npm(
      place,
      'install',
      '--offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `./${tarball}`,
    )
    const installed = npm(place, 'ls', '--all', '--parseable').trim().split('\n')
    expect(installed.slice(1)).toEqual([join(place, 'node_modules', 'image-to-pool')])
    const bin = join(place, 'node_modules', '.bin', 'image-to-pool')
    const { status, stdout } = spawnSync(node, [bin, 'validate', 'good.yml'], {
      cwd: folder,
      env: { PATH: path },
      encoding: 'utf8',
    })
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('configs in order: 1 of 1'),
    })
  })
})
