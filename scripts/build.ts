/**
 * Builds dist/ from src/: the types are stripped by tsc, then ncc bundles the action (Azure SDKs and the
 * simulator in chunks that are loaded when needed) and the simulator's server. All of it is minified, with the names
 * of functions and classes kept for stack traces: V8 compiles it in half the time. Starts from nothing each time, so
 * that a file that is no longer made does not stay behind.
 */
import { minifySync, parseSync } from '@swc/core'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chunkNames, withChunkNames } from './chunk-names.js'
import { lightenPackages } from './lighten-packages.js'
import { bundledPackages, licenceText } from './licences.js'

const dist = process.argv[2] ?? 'dist'
const bundles = [
  { entry: 'build/index.js', folder: dist },
  { entry: 'build/simulator/main.js', folder: join(dist, 'simulator') },
]

/** Chunks of which nearly all modules are called as soon as Azure is opened. */
const ofEveryRunWithAzure = new Set(['azure', 'vendor-azure', 'vendor-typespec'])

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join('node_modules', script), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
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
      // The SDKs ask of every request whether its body is a form. None is; and to look at Node's own class loads all of undici.
      global_defs: { '@FormData': 'undefined' },
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
 * of the entry's are. A start takes an eighth less on Node 24, a chain of requests a fifteenth less.
 */
function compileModulesAtOnce(code: string): string {
  const bytes = Buffer.from(code)
  const { body, span } = parseSync(code, { syntax: 'ecmascript', target: 'es2022' })
  const table = body
    .map((item) => (item.type === 'ExportDeclaration' ? item.declaration : item))
    .flatMap((item) => (item.type === 'VariableDeclaration' ? item.declarations : []))
    .map(({ init }) => init)
    .filter((init) => init?.type === 'ObjectExpression')
    .toSorted((a, b) => b.properties.length - a.properties.length)[0]
  if (table === undefined) throw new Error('the table of modules is not found')
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
await lightenPackages()

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
      const code = minify(source)
      const isWhole = folder === dist && ofEveryRunWithAzure.has(name)
      writeFileSync(join(folder, `${name}.js`), isWhole ? compileModulesAtOnce(code) : code)
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
