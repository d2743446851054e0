/**
 * Golden files: a config, the line `=== findings ===`, and what is found in it. Between the two an
 * `=== inputs ===` may give action inputs as YAML. To add one, write the config and run
 * `UPDATE_GOLDEN=1 npm run jest -- --selectProjects unit --testPathPatterns golden`, then read what it says.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { checkConfig } from '../../src/rules/index.js'
import type { Finding } from '../../src/shared/finding.js'
import { memorySource } from './memory-source.js'

const folder = join('__tests__', 'inputs', 'golden')
const file = 'pool.yml'

async function findingsOf(config: string, inputs: Record<string, string>): Promise<string> {
  const source = memorySource({
    inputs: { config: file, mode: 'validate', ...inputs },
    files: { [file]: config },
  })
  const { configs, findings } = await loadInputs(source)
  const all = [...findings, ...configs.flatMap(checkConfig)].sort(byPlace)
  return all.length === 0 ? 'none\n' : all.map(show).join('')
}

/** By place, then by rule: the order of the rules is another test's. */
function byPlace(a: Finding, b: Finding): number {
  return placeKey(a).localeCompare(placeKey(b))
}

function placeKey({ at, rule }: Finding): string {
  const span = at.kind === 'default' ? undefined : at.span
  const [line, column] = [span?.line ?? 0, span?.column ?? 0]
  const place = at.kind === 'input' ? at.input : at.kind
  return [place, String(line).padStart(6), String(column).padStart(6), rule].join(' ')
}

function show({ rule, severity, message, help, at, snippet = '' }: Finding): string {
  const span = at.kind === 'default' ? undefined : at.span
  const line = span === undefined ? '' : `${String(span.line)}:${String(span.column)} `
  const place = at.kind === 'input' ? `${at.input} ${line}` : line
  const caret = snippet === '' ? '' : `${snippet.replace(/^/gm, '    | ').trimEnd()}\n`
  return `${place}${severity} ${rule}\n    ${message}\n    -> ${help}\n${caret}`
}

describe('golden configs', () => {
  const names = readdirSync(folder)

  test('there are at least 25', () => {
    expect(names.length).toBeGreaterThanOrEqual(25)
  })

  test.each(names)('%s', async (name) => {
    const path = join(folder, name)
    const text = readFileSync(path, 'utf8')
    const [written = '', expected = ''] = text.split('=== findings ===\n')
    const [config = '', inputs = ''] = written.split('=== inputs ===\n')
    const found = await findingsOf(config, (parse(inputs) ?? {}) as Record<string, string>)
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync(path, `${written.replace(/\n?$/, '\n')}=== findings ===\n${found}`)
    } else expect(found).toBe(expected)
  })
})
