import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { callCli } from '../support/call-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-gates-'))
cpSync('examples', join(folder, 'examples'), { recursive: true })
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const plan = async (...flags: string[]) =>
  await callCli({ folder }, [
    'plan',
    'examples/demo/pool.yml',
    '--environment',
    'simulator',
    ...flags,
  ])

describe('a plan as a gate', () => {
  test('with changes succeeds where only errors fail it', async () => {
    expect((await plan()).status).toBe(0)
  })

  test('with changes fails where changes do, after the plan was shown', async () => {
    const { status, out, err } = await plan('--fail-on', 'warning', '--fail-on', 'changes')
    expect(status).toBe(1)
    expect(out).toMatch(/^plan: .* create/)
    expect(err).toContain('something would change (create), and fail-on is changes')
  })
})
