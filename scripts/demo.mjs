// Runs the built action as a runner would, against the Azure simulator that is part of it, and shows what a user of
// GitHub would see: a config with mistakes that is refused, the plan for the corrected one, then that plan carried out,
// with the log as it grows, the outputs and the job summary. Needs Node and nothing else.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
// Another build than the committed one, when told so.
const dist = resolve(root, process.env.IMAGE_TO_POOL_DIST ?? 'dist')
const temp = mkdtempSync(join(tmpdir(), 'image-to-pool-demo-'))
const outputFile = join(temp, 'output')
const summaryFile = join(temp, 'summary.md')

const config = 'examples/demo/pool.yml'
/** Both runs tell simulated times. */
const pace = 'simulated time runs 180 times as fast'

/** The config of the demo with slips of the kind that people make. */
function breakConfig(text) {
  return text
    .replace(
      'targetDedicatedNodes: 400, resizeTimeout: PT30M',
      'targetDedicatedNodes: 400, resizeTimeout: PT3M',
    )
    .replace('vmSize:', 'vmsize:')
    .replace('name: render\n', 'name: render farm\n')
    .replace('imageVersion: auto', 'imageVersion: 1.4')
    .replace('minDedicatedNodes: 300', 'minDedicatedNodes: 500')
}

const marks = { error: '✗ error', warning: '! warning', notice: 'i notice', debug: '  debug' }

/** A line of the log as GitHub would show it: commands are carried out there, here they are told. */
function show(line) {
  const [, command, text = ''] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? []
  if (command === undefined) return line
  if (command === 'group') return `▼ ${decode(text)}`
  if (command === 'endgroup' || command === 'add-mask') return undefined
  return `${marks[command] ?? command}: ${decode(text)}`
}

function decode(text) {
  return text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%')
}

const longest = 500

/** The outputs that were written, as `name: value`; long ones cut. */
function readOutputs(text) {
  const outputs = text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\r?\n([\s\S]*?)\r?\n\2$/gm)
  return [...outputs].map(([, name, , value]) => {
    const shown =
      value.length > longest ? `${value.slice(0, longest)} … (${value.length} characters)` : value
    return `${name}: ${shown}`
  })
}

function heading(text) {
  return `\n━━ ${text} ${'━'.repeat(Math.max(0, 76 - text.length))}`
}

/** One run of the action: its log as it grows, then what it wrote. */
async function runAction(inputs, workspace = root) {
  for (const file of [outputFile, summaryFile]) writeFileSync(file, '')
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value])
  const action = spawn(process.execPath, [join(dist, 'index.js')], {
    cwd: root,
    env: {
      ...process.env,
      ...Object.fromEntries(given),
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: summaryFile,
      RUNNER_TEMP: temp,
      // Another scenario than the demo's own, when told so.
      IMAGE_TO_POOL_SCENARIO: process.env.IMAGE_TO_POOL_SCENARIO ?? 'examples/demo/scenario.yml',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((end) => action.on('close', end))
  for await (const line of createInterface({ input: action.stdout })) {
    const shown = show(line)
    if (shown !== undefined) console.log(shown)
  }
  const status = await ended
  return {
    status,
    outputs: readOutputs(readFileSync(outputFile, 'utf8')),
    summary: readFileSync(summaryFile, 'utf8'),
  }
}

async function main() {
  console.log(heading('validate: a config with five mistakes, and no Azure'))
  writeFileSync(join(temp, 'pool.yml'), breakConfig(readFileSync(join(root, config), 'utf8')))
  const refused = await runAction({ MODE: 'validate', CONFIG: 'pool.yml' }, temp)
  console.log(`exit status of validate: ${refused.status}`)

  console.log(heading(`plan: the config without them, beside what exists (${pace})`))
  const planned = await runAction({ MODE: 'plan', CONFIG: config, ENVIRONMENT: 'simulator' })
  console.log(`exit status of plan: ${planned.status}`)

  console.log(heading(`apply (${pace})`))
  const applied = await runAction({ MODE: 'apply', CONFIG: config, ENVIRONMENT: 'simulator' })
  console.log(heading('outputs'))
  for (const output of applied.outputs) console.log(output)
  console.log(heading('job summary (Markdown; GitHub draws the charts)'))
  console.log(applied.summary)
  console.log(heading(`exit status ${applied.status}`))
  process.exitCode = refused.status === 1 && planned.status === 0 ? (applied.status ?? 1) : 1
}

try {
  await main()
} finally {
  rmSync(temp, { recursive: true, force: true })
}
