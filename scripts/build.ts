/**
 * Builds dist/ from src/: the types are stripped by tsc, then ncc bundles the action (Azure SDKs and the
 * simulator in chunks that are loaded when needed), the simulator's server, and undici. All of it is minified, with
 * the names of functions and classes kept for stack traces: V8 compiles it in half the time. Starts from nothing
 * each time, so that a file that is no longer made does not stay behind.
 */
import { minifySync } from '@swc/core'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundledPackages, licenceText } from './licences.js'

const dist = process.argv[2] ?? 'dist'
const bundles = [
  { entry: 'build/index.js', folder: dist },
  { entry: 'build/simulator/main.js', folder: join(dist, 'simulator') },
  { entry: 'node_modules/undici/index.js', folder: join(dist, 'undici') },
]

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join('node_modules', script), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/**
 * @actions/core brings undici, which is more than half of what a start would load, for requests through a proxy
 * alone. The bundles get it from a file beside them, when such a request is made.
 */
function deferUndici(): void {
  const folder = join('build', 'node_modules')
  for (const name of ['core', 'http-client']) {
    cpSync(join('node_modules', '@actions', name), join(folder, '@actions', name), {
      recursive: true,
    })
  }
  mkdirSync(join(folder, 'undici'))
  writeFileSync(join(folder, 'undici', 'package.json'), '{ "type": "module", "main": "index.js" }')
  writeFileSync(
    join(folder, 'undici', 'index.js'),
    `import { createRequire } from 'node:module'
const load = createRequire(import.meta.url)
export class ProxyAgent {
  constructor(options) {
    return new (load('./undici/index.js').ProxyAgent)(options)
  }
}
`,
  )
}

function minify(file: string): string {
  const text = readFileSync(file, 'utf8')
  const { code } = minifySync(text, {
    module: /^(import|export) /m.test(text),
    ecma: 2022,
    compress: false,
    mangle: { keep_classnames: true, keep_fnames: true },
    format: { comments: false },
  })
  return code
}

rmSync('build', { recursive: true, force: true })
rmSync(dist, { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
deferUndici()

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
  for (const name of bundledPackages(readFileSync(stats, 'utf8'))) packages.add(name)
  mkdirSync(folder, { recursive: true })
  // ncc also copies `xdg-open`, for a browser sign-in that is never offered here.
  for (const file of readdirSync(out).filter((name) => name.endsWith('.js'))) {
    writeFileSync(join(folder, file), minify(join(out, file)))
  }
  // undici is CommonJS, and says nothing of it.
  const type = readdirSync(out).includes('package.json') ? 'module' : 'commonjs'
  writeFileSync(join(folder, 'package.json'), `{ "type": "${type}" }\n`)
}
writeFileSync(join(dist, 'licenses.txt'), licenceText([...packages].sort()))
