import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath

test('the demo shows a whole run within half a minute', async () => {
  const began = performance.now()
  const { stdout } = await promisify(execFile)(node, ['scripts/demo.mjs'])
  expect(performance.now() - began).toBeLessThan(30_000)
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
