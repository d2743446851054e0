/**
 * Builds dist/ from src/: the types are stripped by tsc, then ncc bundles the action (Azure SDKs and the
 * simulator in chunks that are loaded when needed) and the simulator's server. All of it is minified, with the names
 * of functions and classes kept for stack traces: V8 compiles it in half the time. Starts from nothing each time, so
 * that a file that is no longer made does not stay behind.
 */
import { minifySync, parseSync } from '@swc/core'
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { computeOperations } from '../src/azure/compute-operations.js'
import { chunkNames, withChunkNames } from './chunk-names.js'
import { bundledPackages, licenceText } from './licences.js'

const dist = process.argv[2] ?? 'dist'
const bundles = [
  { entry: 'build/index.js', folder: dist },
  { entry: 'build/simulator/main.js', folder: join(dist, 'simulator') },
]

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join('node_modules', script), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/**
 * Nearly all of @actions/core is the HTTP client, with undici in it, that asks for ID tokens. The bundle gets a copy
 * whose way to that client is an `import()` at the first such request, and of which it may leave out what is not used
 * (it has no module with side effects, and does not say so).
 */
function lightenToolkit(): void {
  const folder = join('build', 'node_modules', '@actions', 'core')
  cpSync(join('node_modules', '@actions', 'core'), folder, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, sideEffects: false }))
  // Node's own `crypto` does, and is loaded when the first output is written.
  const fileCommand = join(folder, 'lib', 'file-command.js')
  const source = readFileSync(fileCommand, 'utf8')
  const code = source.replace("import * as crypto from 'crypto';\n", '')
  if (code === source) throw new Error('file-command.js of @actions/core has changed')
  writeFileSync(fileCommand, code)
  renameSync(join(folder, 'lib', 'oidc-utils.js'), join(folder, 'lib', 'oidc-client.js'))
  writeFileSync(
    join(folder, 'lib', 'oidc-utils.js'),
    `export const OidcClient = {
  async getIDToken(audience) {
    const client = await import('./oidc-client.js')
    return await client.OidcClient.getIDToken(audience)
  },
}
`,
  )
}

/**
 * @azure/arm-batch is CommonJS to whoever goes by its `main`, and would bring along a second copy of all that the SDKs
 * share, in that form: its own `@azure/logger` too, which is not the one whose lines are redacted (azure/sdk-log.ts).
 */
function takeModulesOfBatchSdk(): void {
  const from = join('node_modules', '@azure', 'arm-batch')
  const folder = join('build', from)
  for (const part of ['dist-esm', 'LICENSE', 'node_modules']) {
    if (existsSync(join(from, part)))
      cpSync(join(from, part), join(folder, part), { recursive: true })
  }
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
    readonly module: string
  }
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...manifest, main: manifest.module }),
  )
}

/** @azure/arm-compute with the operations that are called: its client holds on to all of them, and so to every model. */
function takeOperationsOfComputeSdk(): void {
  const from = join('node_modules', '@azure', 'arm-compute')
  const folder = join('build', from)
  for (const part of ['dist/esm', 'LICENSE', 'package.json', 'node_modules']) {
    if (existsSync(join(from, part)))
      cpSync(join(from, part), join(folder, part), { recursive: true })
  }
  const client = join(folder, 'dist', 'esm', 'computeManagementClient.js')
  const kept = new Set<string>(computeOperations)
  const code = readFileSync(client, 'utf8').replace(
    /^ *this\.(\w+) =\s+_get\w+Operations\(this\._client\);\n/gm,
    (line, name: string) => (kept.delete(name) ? line : ''),
  )
  if (kept.size > 0) throw new Error(`not found in @azure/arm-compute: ${[...kept].join(', ')}`)
  writeFileSync(client, code)
}

function minify(source: string): string {
  const { code } = minifySync(source, {
    module: true,
    ecma: 2022,
    // Only what nothing refers to goes: the code that is left is the code that was written.
    compress: {
      defaults: false,
      unused: true,
      dead_code: true,
      toplevel: true,
      keep_classnames: true,
      keep_fnames: true,
    },
    mangle: { keep_classnames: true, keep_fnames: true },
    // V8 keeps a source that is ASCII alone in one byte per character, and any other in two.
    format: { comments: false, asciiOnly: true },
  })
  return code
}

/**
 * The same code with each module's function in parentheses. V8 only skims a function until it is called, and then reads it
 * once more; in parentheses it takes it for one that is called at once (https://v8.dev/blog/preparser#pife), as nearly all
 * of the entry's are. A start takes an eighth less on Node 24.
 */
function compileModulesAtOnce(code: string): string {
  const bytes = Buffer.from(code)
  const { body, span } = parseSync(code, { syntax: 'ecmascript', target: 'es2022' })
  const table = body
    .flatMap((item) => (item.type === 'VariableDeclaration' ? item.declarations : []))
    .map(({ init }) => init)
    .find((init) => init?.type === 'ObjectExpression' && init.properties.length > 50)
  if (table?.type !== 'ObjectExpression') throw new Error('the table of modules is not found')
  const parts: Buffer[] = []
  let from = 0
  for (const property of table.properties) {
    if (property.type !== 'KeyValueProperty' || !('span' in property.value)) continue
    const start = property.value.span.start - span.start
    const end = property.value.span.end - span.start
    parts.push(
      bytes.subarray(from, start),
      Buffer.from('('),
      bytes.subarray(start, end),
      Buffer.from(')'),
    )
    from = end
  }
  return Buffer.concat([...parts, bytes.subarray(from)]).toString()
}

rmSync('build', { recursive: true, force: true })
rmSync(dist, { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
lightenToolkit()
takeModulesOfBatchSdk()
takeOperationsOfComputeSdk()

const packages = new Set<string>()
for (const { entry, folder } of bundles) {
  const out = join('build', 'bundle')
  const stats = join('build', 'stats.json')
  rmSync(out, { recursive: true, force: true })
  run(
    '@vercel/ncc/dist/ncc/cli.js',
    'build',
    entry,
    '-o',
    out,
    '--target',
    'es2022',
    '--stats-out',
    stats,
  )
  const statsJson = readFileSync(stats, 'utf8')
  for (const name of bundledPackages(statsJson)) packages.add(name)
  const names = chunkNames(statsJson)
  mkdirSync(folder, { recursive: true })
  // ncc also copies `xdg-open`, for a browser sign-in that is never offered here.
  for (const file of readdirSync(out).filter((name) => name.endsWith('.js'))) {
    const source = readFileSync(join(out, file), 'utf8')
    const name = names.get(Number.parseInt(file, 10))
    if (name !== undefined) {
      writeFileSync(join(folder, `${name}.js`), minify(source))
      continue
    }
    const code = minify(withChunkNames(source, names))
    writeFileSync(join(folder, file), folder === dist ? compileModulesAtOnce(code) : code)
  }
  cpSync(join(out, 'package.json'), join(folder, 'package.json'))
}
/** The same bundle, started from a command line: `bin` of package.json. */
writeFileSync(
  join(dist, 'cli.js'),
  `#!/usr/bin/env node
if (process.argv[2] === 'simulator' && !/^(--help|-h)$/.test(process.argv[3] ?? '')) {
  process.argv.splice(2, 1)
  await import('./simulator/index.js')
} else {
  globalThis.isImageToPoolCli = true
  await import('./index.js')
}
`,
  { mode: 0o755 },
)
writeFileSync(join(dist, 'licenses.txt'), licenceText([...packages].sort()))
