import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath
/** Of the demo's own scenario. */
const usual = 180
/** Five times as fast, which only makes the demo shorter. */
const fast = 900

test('the demo shows a whole run within half a minute', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-demo-test-'))
  const scenario = readFileSync('examples/demo/scenario.yml', 'utf8')
  const file = join(folder, 'scenario.yml')
  expect(scenario).toContain(`\nspeed: ${String(usual)}\n`)
  writeFileSync(file, scenario.replace(`speed: ${String(usual)}`, `speed: ${String(fast)}`))
  const env = { ...process.env, IMAGE_TO_POOL_SCENARIO: file }
  const began = performance.now()
  const { stdout } = await promisify(execFile)(node, ['scripts/demo.mjs'], { env })
  const tookMs = performance.now() - began
  rmSync(folder, { recursive: true })
  const [, minutes = '', seconds = ''] = /outcome: partial after (\d+):(\d+)\n/.exec(stdout) ?? []
  const simulatedMs = (Number(minutes) * 60 + Number(seconds)) * 1000
  // No less than the 30 minutes of the resize that times out.
  expect(simulatedMs).toBeGreaterThan(30 * 60_000)
  expect(tookMs - simulatedMs / fast + simulatedMs / usual).toBeLessThan(30_000)
  expect(stdout).toContain('✗ error: 5 errors and 1 warning in pool.yml; nothing was written')
  expect(stdout).toContain('did you mean vmSize?')
  expect(stdout).toMatch(
    /exit status of validate: 1[^]*▼ plan: 3 changes[^]*exit status of plan: 0/,
  )
  expect(stdout).toContain('▼ 4/4 wait for 400 dedicated nodes in pool render')
  expect(stdout).toMatch(/Resizing, \d+\/400 dedicated nodes/)
  expect(stdout).toContain('outcome: partial')
  expect(stdout).toContain('AllocationTimedout')
  expect(stdout).toContain('## ⚠️ image-to-pool: `render` is ready')
  expect(stdout).toContain('exit status 0')
}, 60_000)
