/** Nothing secret is printed at any level. In a process of its own: the SDKs read their levels when they load. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'

describe('what a run with every kind of secret prints', () => {
  const script = fileURLToPath(new URL('talkative.ts', import.meta.url))
  let printed = ''

  beforeAll(async () => {
    const levels = { AZURE_LOG_LEVEL: 'verbose', TYPESPEC_RUNTIME_LOG_LEVEL: 'verbose', DEBUG: '*' }
    const env = { ...process.env, ...levels, RUNNER_DEBUG: '1' }
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', script],
      { env, maxBuffer: 64 * 1024 * 1024 },
    )
    printed = stdout + stderr
  })

  test('the logs were on, and everything was done', () => {
    expect(printed).toContain('everything was done')
    expect(printed).toContain('LRO: Status') // what would print the operation's URL
    expect(printed).toContain('azure:identity')
    expect(printed).toMatch(/GET https:\/\/management\.azure\.com\/\S+ 403 \(request id /)
  })

  test('no token, assertion, client secret, SAS or signature is in them', () => {
    const lines = printed.split('\n').filter((line) => line.includes('HIDDEN'))
    expect(lines).toEqual([])
  })

  test('nor any part of a JSON web token', () => {
    expect(printed).not.toMatch(/eyJ[\w-]{8,}\./)
  })
})
