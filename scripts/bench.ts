/**
 * What the action costs to start: `node dist/index.js` refusing a bad input, beside a bundle that holds nothing but
 * @actions/core and fails in the same way. Runs alternate, so that a machine that slows down slows both; the ratio
 * is that of the medians. Prints, never judges.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const runs = Number(process.argv[2] ?? 21)
const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath
const folder = join('build', 'bench')

mkdirSync(folder, { recursive: true })
const entry = join(folder, 'core-only.mjs')
writeFileSync(entry, "import * as core from '@actions/core'\ncore.setFailed('nothing but core')\n")
const ncc = join('node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
execFileSync(process.execPath, [ncc, 'build', entry, '-o', folder, '--target', 'es2022'], {
  stdio: 'ignore',
})

const cases = {
  'core only': [join(folder, 'index.mjs'), {}],
  'bad input': [join('dist', 'index.js'), { INPUT_MODE: 'no-such-mode' }],
} as const

function startMs(file: string, inputs: Readonly<Record<string, string>>): number {
  const start = performance.now()
  const { status } = spawnSync(node, [file], {
    env: { PATH: process.env['PATH'], ...inputs },
    stdio: 'ignore',
  })
  if (status !== 1) throw new Error(`${file} ended with ${String(status)}, expected 1`)
  return performance.now() - start
}

const times = new Map<string, number[]>(Object.keys(cases).map((name) => [name, []]))
for (let run = 0; run <= runs; run++) {
  for (const [name, [file, inputs]] of Object.entries(cases)) {
    const ms = startMs(file, inputs)
    if (run > 0) times.get(name)?.push(ms) // the first of each warms the file cache
  }
}

const median = (name: string): number => {
  const sorted = (times.get(name) ?? []).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
for (const name of Object.keys(cases))
  console.log(`${name}: ${median(name).toFixed(0)} ms (median of ${String(runs)})`)
console.log(`ratio: ${(median('bad input') / median('core only')).toFixed(2)}`)
