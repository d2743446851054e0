/**
 * Builds dist/ from src/: the types are stripped by tsc, then ncc bundles the action (Azure SDKs and the
 * simulator in chunks that are loaded when needed) and the simulator's server. Starts from nothing each
 * time, so that a file that is no longer made does not stay behind.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

rmSync('build', { recursive: true, force: true })
rmSync(dist, { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')

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
  const wanted = readdirSync(out).filter((file) => file.endsWith('.js') || file === 'package.json')
  for (const file of wanted) renameSync(join(out, file), join(folder, file))
}
writeFileSync(join(dist, 'licenses.txt'), licenceText([...packages].sort()))
