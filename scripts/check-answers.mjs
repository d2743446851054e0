// Holds what the simulator answered in the tests to the types that Azure publishes, and what has no types to yardsticks of our own
// (answer-yardsticks.mjs). The checker of types and the types lie in ../shared, which not everybody has: without them it says so.
// RECORD_ANSWERS names the file of answers that a run of the tests has kept; without it the simulator's own tests are run for it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { faultsOfAnswer } from './answer-yardsticks.mjs'

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

/** Tells what is wrong with answers that have no types, and of how many there are yardsticks. */
function measure(file) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const measured = lines.flatMap((line) => {
    const entry = JSON.parse(line)
    const faults = faultsOfAnswer(entry)
    return faults === undefined ? [] : [{ faults, path: entry.path }]
  })
  for (const { faults, path } of measured) {
    for (const fault of faults) console.error(`${path}: ${fault}`)
  }
  const wrong = measured.filter(({ faults }) => faults.length > 0).length
  console.log(`${measured.length} answers without types measured, ${wrong} wrong`)
  return measured.length === 0 || wrong > 0 ? 1 : 0
}

function checkFile(file) {
  if (!existsSync(checker)) console.log(`types are not checked: ${checker} is not here`)
  const typed = existsSync(checker) ? run('python3', [checker, file]) : 0
  return typed || measure(file)
}

function check() {
  const kept = process.env.RECORD_ANSWERS
  if (isKept(kept)) return checkFile(kept)
  const folder = mkdtempSync(join(tmpdir(), 'answers-'))
  const file = join(folder, 'answers.jsonl')
  try {
    const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
    const tests = [...jest, '--selectProjects', 'simulator', '--silent']
    return run(process.execPath, tests, { RECORD_ANSWERS: file }) || checkFile(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

process.exitCode = check() || (existsSync(checker) ? run('python3', [checker, '--self-test']) : 0)
