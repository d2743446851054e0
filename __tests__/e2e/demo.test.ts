import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath

test('the demo shows a refusal, a plan, and a whole run that ends partial', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-demo-test-'))
  const scenario = readFileSync('examples/demo/scenario.yml', 'utf8')
  const file = join(folder, 'scenario.yml')
  expect(scenario).toContain('\nspeed: 180\n')
  // Five times as fast, which only makes the demo shorter. How long it takes is for `npm run bench` to tell.
  writeFileSync(file, scenario.replace('speed: 180', 'speed: 900'))
  const env = { ...process.env, IMAGE_TO_POOL_SCENARIO: file }
  const { stdout } = await promisify(execFile)(node, ['scripts/demo.mjs'], { env })
  rmSync(folder, { recursive: true })
  expect(stdout).toContain('✗ error: 5 errors and 1 warning in pool.yml; nothing was written')
  expect(stdout).toContain('did you mean vmSize?')
  expect(stdout).toMatch(
    /exit status of validate: 1[^]*▼ plan: 3 resources[^]*exit status of plan: 0/,
  )
  expect(stdout).toContain('▼ 4/4 wait for 400 dedicated nodes in pool render')
  expect(stdout).toMatch(/Resizing, \d+\/400 dedicated nodes/)
  expect(stdout).toContain('outcome: partial')
  expect(stdout).toMatch(/^ {2}resize error: AllocationTimedout: .*resize timeout was reached$/m)
  // The second resize does not claim a timeout of half an hour after a minute.
  expect(stdout).toMatch(/^ {2}resize error: AllocationFailed: /m)
  expect(stdout.match(/^ {2}resize error: AllocationTimedout: /gm)).toHaveLength(1)
  expect(stdout).toContain('insufficient capacity')
  expect(stdout).toContain('## ⚠️ image-to-pool: `render` is made in part')
  expect(stdout).toContain('exit status 0')
  for (const shown of excerptsOfReadme()) expect(stdout).toContain(shown)
})

/** What README.md shows of a run in its code blocks. */
function excerptsOfReadme(): readonly string[] {
  const [, section = ''] =
    /\n## What a run looks like\n([^]*?)\n## /.exec(readFileSync('README.md', 'utf8')) ?? []
  const excerpts = [...section.matchAll(/^```\n([^]*?)^```$/gm)].map(([, text = '']) => text)
  expect(excerpts).toHaveLength(2)
  return excerpts
}
