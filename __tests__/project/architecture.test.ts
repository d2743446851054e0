import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, test } from '@jest/globals'

/**
 * The direction rule of docs/ARCHITECTURE.md, read from the import lines themselves, so that it holds whatever
 * becomes of the lint configuration. Value: the folders (besides its own) that a folder may import from.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  ports: ['shared'],
  inputs: ['shared', 'ports'],
  diagnosis: ['shared', 'plan', 'ports'],
  plan: ['shared', 'inputs', 'ports', 'diagnosis'],
  rules: ['shared', 'inputs', 'plan', 'ports', 'diagnosis'],
  observe: ['shared', 'inputs', 'plan', 'ports', 'diagnosis'],
  apply: ['shared', 'plan', 'ports', 'diagnosis', 'report', 'inputs'],
  report: ['shared', 'inputs', 'plan', 'ports', 'diagnosis', 'apply'],
  cancel: ['shared', 'ports'],
  azure: ['shared', 'ports', 'inputs', 'diagnosis'],
  github: ['shared', 'ports', 'report'],
  simulator: [],
}
const pure = ['shared', 'rules', 'plan', 'diagnosis', 'report']
const root = join(import.meta.dirname, '..', '..')

interface Import {
  readonly file: string
  readonly folder: string
  readonly target: string
}

function importsOf(path: string): Import[] {
  const file = relative(root, path).split(sep).join('/')
  const folder = file.split('/')[1] ?? ''
  const text = readFileSync(path, 'utf8')
  const targets = text.matchAll(
    /(?:^|\n)(?:import|export)\s[^'"]*?from '([^']+)'|import\('([^']+)'\)/g,
  )
  return [...targets].map((match) => ({ file, folder, target: match[1] ?? match[2] ?? '' }))
}

/** `src/x/y.ts` importing `../plan/step.js` reaches `plan`; undefined for packages. */
function reachedFolder({ file, target }: Import): string | undefined {
  if (!target.startsWith('.')) return undefined
  const parts = join(file, '..', target).split(sep)
  return parts.length > 2 ? parts[1] : '(root)'
}

const imports = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => importsOf(join(root, 'src', name)))
const inFolders = imports.filter(({ file }) => file.split('/').length > 2)

const show = (broken: readonly Import[]): string[] =>
  broken.map(({ file, target }) => `${file} imports ${target}`)

describe('direction of imports', () => {
  test('every folder of src is known here', () => {
    const folders = new Set(inFolders.map(({ folder }) => folder))
    expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([])
  })

  test('a folder reaches only what lies before it', () => {
    const broken = inFolders.filter((line) => {
      const reached = reachedFolder(line)
      if (reached === undefined || reached === line.folder) return false
      return !(mayImport[line.folder] ?? []).includes(reached)
    })
    expect(show(broken)).toEqual([])
  })

  test('@actions/* is imported by src/github only, @azure/* by src/azure and src/simulator only', () => {
    const broken = inFolders.filter(
      ({ folder, target }) =>
        (target.startsWith('@actions/') && folder !== 'github') ||
        (target.startsWith('@azure/') && folder !== 'azure' && folder !== 'simulator'),
    )
    expect(show(broken)).toEqual([])
  })

  test('the pure folders import nothing that does I/O', () => {
    const broken = inFolders.filter(
      ({ folder, target }) => pure.includes(folder) && target.startsWith('node:'),
    )
    expect(show(broken)).toEqual([])
  })

  test('the simulator and the Azure SDKs are reached by dynamic import only', () => {
    const entry = imports.filter(({ file }) => file === 'src/index.ts' || file === 'src/run.ts')
    const text = ['src/index.ts', 'src/run.ts']
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n')
    const broken = entry.filter(
      ({ target }) => /\/(azure|simulator)\//.test(target) && !text.includes(`import('${target}')`),
    )
    expect(show(broken)).toEqual([])
  })
})
