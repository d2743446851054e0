import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
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
  test('prints where it is and how to sign in, and ends on SIGINT, leaving nothing', async () => {
    const child = start('--speed', '7')
    const lines = await readLines(child, 7)
    expect([...lines.keys()]).toEqual([
      'endpoint',
      'tenant',
      'client-id',
      'client-secret',
      'subscription',
      'ca',
      'speed',
    ])
    expect(lines.get('endpoint')).toMatch(/^https:\/\/localhost:\d+$/)
    expect(lines.get('speed')).toBe('7')
    expect(existsSync(lines.get('ca') ?? '')).toBe(true)
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
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
