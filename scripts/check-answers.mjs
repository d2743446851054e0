// Holds what the simulator answered in the tests to the types that Azure publishes. The checker and the types lie in ../shared,
// which not everybody has: without them it says so and passes. RECORD_ANSWERS names the file of answers that a run of the tests has
// kept; without it the simulator's own tests are run for it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const checker = resolve('../shared/tools/check-answers')

function isKept(file) {
  return file !== undefined && existsSync(file) && statSync(file).size > 0
}

function run(command, args, env = {}) {
  const options = { stdio: 'inherit', env: { ...process.env, ...env } }
  const { status, error } = spawnSync(command, args, options)
  if (error !== undefined) console.error(`${command} cannot be run: ${error.message}`)
  return status ?? 1
}

function check() {
  if (!existsSync(checker)) {
    console.log(`check:answers is skipped: ${checker} is not here`)
    return 0
  }
  const kept = process.env.RECORD_ANSWERS
  if (isKept(kept)) return run('python3', [checker, kept])
  const folder = mkdtempSync(join(tmpdir(), 'answers-'))
  const file = join(folder, 'answers.jsonl')
  try {
    const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
    const tests = [...jest, '--selectProjects', 'simulator', '--silent']
    return run(process.execPath, tests, { RECORD_ANSWERS: file }) || run('python3', [checker, file])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

process.exitCode = check() || (existsSync(checker) ? run('python3', [checker, '--self-test']) : 0)
