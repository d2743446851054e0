import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const pure = [
  'shared',
  'pool-forms',
  'autoscale',
  'secrets',
  'model',
  'in-use',
  'rules',
  'plan',
  'diagnosis',
  'outcome',
  'report',
]
const root = join(import.meta.dirname, '..', '..')

/** A folder, and whether only its types may be imported. */
type Allowed = ReadonlyMap<string, 'all' | 'types'>

/**
 * The direction rule as the table of docs/ARCHITECTURE.md has it, held to the import lines themselves, so that it
 * holds whatever becomes of the lint configuration.
 */
function mayImport(): ReadonlyMap<string, Allowed> {
  const page = readFileSync(join(root, 'docs', 'ARCHITECTURE.md'), 'utf8')
  const rows = page.matchAll(/^\| `([\w-]+)` +\|.*\| ([\w, ()-]+) \|$/gm)
  return new Map(
    [...rows].map(([, folder = '', allowed = '']) => {
      const words = allowed.trim() === 'nothing' ? [] : allowed.trim().split(', ')
      const others = words.map((word): [string, 'all' | 'types'] =>
        word.endsWith(' (types)') ? [word.slice(0, -' (types)'.length), 'types'] : [word, 'all'],
      )
      return [folder, new Map(others)]
    }),
  )
}
const table = mayImport()

interface Import {
  readonly file: string
  readonly folder: string
  readonly target: string
  readonly isType: boolean
}

function importsOf(path: string): Import[] {
  const file = relative(root, path).split(sep).join('/')
  const folder = file.split('/')[1] ?? ''
  const text = readFileSync(path, 'utf8')
  const targets = text.matchAll(
    /(?:^|\n)(?:import|export)( type)?\s[^'"]*?from '([^']+)'|import\('([^']+)'\)/g,
  )
  return [...targets].map(([, type, from, loaded]) => {
    return { file, folder, target: from ?? loaded ?? '', isType: type !== undefined }
  })
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
  test('every folder of src is in the table of docs/ARCHITECTURE.md, and no other', () => {
    const folders = new Set(inFolders.map(({ folder }) => folder))
    expect([...folders].sort()).toEqual([...table.keys()].sort())
  })

  test('a folder reaches only what lies before it', () => {
    const broken = inFolders.filter((line) => {
      const reached = reachedFolder(line)
      if (reached === undefined || reached === line.folder) return false
      const allowed = table.get(line.folder)?.get(reached)
      return allowed === undefined || (allowed === 'types' && !line.isType)
    })
    expect(show(broken)).toEqual([])
  })

  test('the table allows nothing that is not made use of', () => {
    const isUsed = (folder: string, other: string): boolean =>
      inFolders.some((line) => line.folder === folder && reachedFolder(line) === other)
    const idle = [...table].flatMap(([folder, allowed]) =>
      [...allowed.keys()]
        .filter((other) => !isUsed(folder, other))
        .map((other) => `${folder} -> ${other}`),
    )
    expect(idle).toEqual([])
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
