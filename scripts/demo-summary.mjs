// The job summary of the demo's apply, as the built action writes it.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

export async function demoSummary() {
  const dist = resolve(root, process.env.IMAGE_TO_POOL_DIST ?? 'dist')
  const temp = mkdtempSync(join(tmpdir(), 'image-to-pool-summary-'))
  const file = join(temp, 'summary.md')
  writeFileSync(file, '')
  try {
    const run = spawn(process.execPath, [join(dist, 'index.js')], {
      cwd: root,
      env: {
        ...process.env,
        INPUT_CONFIG: 'examples/demo/pool.yml',
        INPUT_ENVIRONMENT: 'simulator',
        GITHUB_WORKSPACE: root,
        GITHUB_STEP_SUMMARY: file,
        RUNNER_TEMP: temp,
        IMAGE_TO_POOL_SCENARIO: 'examples/demo/scenario.yml',
      },
      stdio: 'ignore',
    })
    await new Promise((end) => run.on('close', end))
    const summary = readFileSync(file, 'utf8')
    if (summary === '') throw new Error(`the action in ${dist} wrote no summary; is it built?`)
    return summary
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}
