/** Fails when dist/ is not what src/ builds to: every file, byte for byte, and no other file. */
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const fresh = join('build', 'dist')

function filesIn(folder: string): Set<string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Set(names.filter((name) => statSync(join(folder, name)).isFile()))
}

execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts', fresh], { stdio: 'inherit' })
const built = filesIn(fresh)
const committed = filesIn('dist')
const untracked = execFileSync('git', ['ls-files', '--others', 'dist'], { encoding: 'utf8' })
const wrong = [
  ...[...built].filter((name) => !committed.has(name)).map((name) => `missing from dist: ${name}`),
  ...[...committed]
    .filter((name) => !built.has(name))
    .map((name) => `not made by the build: ${name}`),
  ...[...built]
    .filter((name) => committed.has(name))
    .filter((name) => !readFileSync(join(fresh, name)).equals(readFileSync(join('dist', name))))
    .map((name) => `differs: ${name}`),
  ...untracked
    .split('\n')
    .filter(Boolean)
    .map((name) => `not committed: ${name}`),
]
if (wrong.length > 0) {
  console.error(`${wrong.join('\n')}\nrun \`npm run build\` and commit dist/`)
  process.exitCode = 1
} else {
  console.log(`dist/ is what src/ builds to (${String(built.size)} files)`)
}
