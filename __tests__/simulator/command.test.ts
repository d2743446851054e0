import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, test } from '@jest/globals'
import { readOptions } from '../../src/simulator/options.js'

/** As a person starts it, but from the sources. */
function start(...options: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts', ...options])
}

async function readLines({ stdout }: ChildProcess, count: number): Promise<Map<string, string>> {
  const lines = new Map<string, string>()
  if (stdout === null) return lines
  for await (const line of createInterface({ input: stdout })) {
    const [name = '', value = ''] = line.split(/: (.*)/)
    lines.set(name, value)
    if (lines.size === count) break
  }
  return lines
}

describe('the command', () => {
  test('prints where it is and how to sign in, and ends on SIGINT, leaving its transcript', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-command-'))
    const transcript = join(folder, 'transcript.txt')
    const child = start('--speed', '7', '--transcript', transcript)
    const lines = await readLines(child, 9)
    expect([...lines.keys()]).toEqual([
      'endpoint',
      'tenant',
      'client-id',
      'client-secret',
      'subscription',
      'ca',
      'speed',
      'az',
      'action',
    ])
    expect(lines.get('endpoint')).toMatch(/^https:\/\/localhost:\d+$/)
    expect(lines.get('speed')).toBe('7')
    expect(existsSync(lines.get('ca') ?? '')).toBe(true)
    const path = '/subscriptions?api-version=2022-12-01'
    const ca = readFileSync(lines.get('ca') ?? '')
    const [answer] = (await once(
      get(`${lines.get('endpoint') ?? ''}${path}`, { ca }),
      'response',
    )) as [IncomingMessage]
    expect(answer.statusCode).toBe(401)
    answer.destroy()
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(readFileSync(transcript, 'utf8')).toBe(`GET ${path} -> 401\n`)
    rmSync(folder, { recursive: true })
    expect(existsSync(lines.get('ca') ?? '')).toBe(false)
  })

  test.each([
    [['--port', 'high'], '--port high is no port'],
    [['--port', '65536'], '--port 65536 is no port'],
    [['--speed', '0'], '--speed 0 is no speed'],
    [['--bogus'], '--bogus'],
  ])('%j is refused by name', (options, words) => {
    expect(() => readOptions(options)).toThrow(words)
  })

  test('options are optional', () => {
    expect(readOptions([])).toEqual({ port: 0 })
    expect(readOptions(['--help'])).toBeUndefined()
    expect(readOptions(['--port', '8443', '--speed', '0.5', '--scenario', 'a.yml'])).toEqual({
      port: 8443,
      speed: 0.5,
      scenario: 'a.yml',
    })
  })
})
