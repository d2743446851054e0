import { describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runAction } from './action.js'

const dist = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist')

/** Prints every module file that is loaded: the trace of what a run costs. */
const traceHook = `
import { register } from 'node:module'
const source = \`
import { writeSync } from 'node:fs'
export async function load(url, context, next) {
  if (url.startsWith('file:')) writeSync(2, 'loaded ' + url + '\\\\n')
  return await next(url, context)
}\`
register('data:text/javascript,' + encodeURIComponent(source))
`

async function trace(inputs: Readonly<Record<string, string>>) {
  const hook = `data:text/javascript,${encodeURIComponent(traceHook)}`
  const ended = await runAction({ inputs, nodeArguments: ['--import', hook] })
  const base = `loaded ${pathToFileURL(dist).href}/`
  const loaded = ended.log
    .split('\n')
    .filter((line) => line.startsWith(base))
    .map((line) => line.slice(base.length))
  return { ...ended, loaded }
}

/** Bundled files that hold a package. */
function filesWith(mark: string): readonly string[] {
  return readdirSync(dist).filter(
    (file) => file.endsWith('.js') && readFileSync(join(dist, file), 'utf8').includes(mark),
  )
}

describe('what is loaded', () => {
  const azure = filesWith('ComputeManagementClient')
  const simulator = filesWith('simulator has no behaviour for')

  test('the SDKs and the simulator are in files of their own', () => {
    expect(existsSync(join(dist, 'index.js'))).toBe(true)
    expect(azure).not.toEqual([])
    expect(simulator).not.toEqual([])
    expect([...azure, ...simulator]).not.toContain('index.js')
  })

  test('bad input loads neither', async () => {
    const ended = await trace({ mode: 'aply', config: 'missing.yml' })
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(ended.loaded).toContain('index.js')
    expect(ended.loaded.filter((file) => azure.includes(file))).toEqual([])
    expect(ended.loaded.filter((file) => simulator.includes(file))).toEqual([])
  })

  test('a run loads them when it comes to that', async () => {
    const subscription = '30000000-0000-4000-a000-000000000001'
    const ended = await trace({
      ...{ mode: 'plan', environment: 'simulator', 'subscription-id': subscription },
      ...{ 'resource-group': 'rg-images', 'os-snapshot': 'render-os', 'image-name': 'r' },
    })
    expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'succeeded', changed: 'false' } })
    expect(ended.loaded).toEqual(expect.arrayContaining([...azure, ...simulator]))
  })
})

test('bad input says which, and what to do', async () => {
  const ended = await runAction({ inputs: { mode: 'aply' } })
  expect(ended.status).toBe(1)
  expect(ended.log).toContain('aply')
  const [diagnostic] = JSON.parse(ended.outputs['diagnostics']!) as Record<string, unknown>[]
  expect(diagnostic).toMatchObject({ severity: 'error', input: 'mode' })
  expect(ended.summary).toContain('aply')
})

test('findings are annotations at their lines', async () => {
  const ended = await runAction({
    inputs: { mode: 'validate', config: 'pool.yml' },
    files: { 'pool.yml': 'image:\n  nam: render\n' },
  })
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
  expect(ended.log).toMatch(/^::error .*file=pool\.yml,line=2,endLine=2,col=3,endColumn=6.*::/m)
})

test('files in order are counted, the others named', async () => {
  const ended = await runAction({
    inputs: { mode: 'validate', config: '*.yml' },
    files: {
      'a.yml': 'image: { name: a, resourceGroup: rg, osSnapshot: a-os }\n',
      'b.yml': 'image: { nam: b }\n',
      'c.yml': 'image: { name: c, resourceGroup: rg, osSnapshot: c-os }\n',
    },
  })
  expect(ended.log).toContain('\nb.yml: failed\nconfigs in order: 2 of 3\noutcome: failed')
})

describe('several configs', () => {
  const image = (name: string, snapshot: string): string =>
    `image: { name: ${name}, resourceGroup: rg-images, osSnapshot: ${snapshot} }\n`

  test('run side by side, and the failure of one stops no other', async () => {
    const ended = await runAction({
      inputs: {
        ...{ environment: 'simulator', config: '*.yml' },
        'subscription-id': '30000000-0000-4000-a000-000000000001',
      },
      files: {
        'a.yml': image('a', 'render-os'),
        'b.yml': image('b', 'not-there'),
        'c.yml': 'imag: {}\n',
        'd.yml': image('d', 'render-os-gen1'),
      },
    })
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed', changed: 'true' } })
    const results = JSON.parse(ended.outputs['results']!) as Record<string, unknown>[]
    expect(results.map(({ config, outcome }) => [config, outcome])).toEqual([
      ['a.yml', 'succeeded'],
      ['b.yml', 'failed'],
      ['c.yml', 'failed'],
      ['d.yml', 'succeeded'],
    ])
    expect(ended.log).toContain('[a.yml]')
    expect(ended.log).not.toContain('::group::')
    expect(ended.log.match(/^::error::/gm)).toHaveLength(1)
  })
})

test('a text of the config cannot become a command of the runner', async () => {
  const ended = await runAction({
    inputs: { mode: 'validate', config: 'pool.yml' },
    files: { 'pool.yml': '"a\\n::set-output name=x::y\\u001b[31m##[error]boo": 1\n' },
  })
  expect(ended.status).toBe(1)
  expect(ended.log).not.toMatch(/^\s*::set-output/m)
  expect(ended.log).not.toContain('##[')
  expect(ended.log).not.toContain('\u001b')
})

test('nothing but the inputs has to be set', async () => {
  const ended = await runAction({
    inputs: { mode: 'validate', config: 'pool.yml' },
    files: { 'pool.yml': 'image: { name: render, osSnapshot: os, resourceGroup: rg }\n' },
    env: { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '', RUNNER_TEMP: '' },
  })
  expect(ended.log).not.toContain('::warning::')
  expect(ended.outputs).toEqual({})
})

test('the first run names all that is missing, and with that the second one is green', async () => {
  const first = { mode: 'apply', 'os-snapshot': 'render-os', environment: 'simulator' }
  const refused = await runAction({ inputs: first })
  const wanted = [...refused.log.matchAll(/give ([a-z]+(?:-[a-z]+)+)/g)].map(([, name]) => name)
  expect(wanted).toEqual(['resource-group', 'image-name'])
  const second = { ...first, 'resource-group': 'rg-images', 'image-name': 'render-1' }
  expect(await runAction({ inputs: second })).toMatchObject({
    status: 0,
    outputs: { outcome: 'succeeded' },
  })
})
