/**
 * Golden files: a config, the line `=== findings ===`, and what is found in it. Between the two `=== other.yml ===`
 * may begin a second config file of the same run, and `=== inputs ===` action inputs as YAML. What follows `=== mended ===` is the
 * same without the mistake, in which nothing is found: docs/rules.md shows the two side by side. To add one, write the config and
 * run `UPDATE_GOLDEN=1 npm run jest -- --selectProjects unit --testPathPatterns golden`, then read what it says.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { checkConfigs } from '../../src/run/check-configs.js'
import { readingRules } from '../../src/inputs/reading-rules.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { rules } from '../../src/rules/index.js'
import type { Finding } from '../../src/shared/finding.js'
import { memorySource } from './memory-source.js'

const folder = join('__tests__', 'inputs', 'golden')
const [file, other] = ['pool.yml', 'other.yml']
/** The day that the files were written on: what retires depends on it. */
const now = Date.parse('2026-11-23T12:00:00Z')

type Texts = Record<string, string>

/** The config files and inputs of one part of a golden file. */
function givenBy(text: string): { readonly files: Texts; readonly inputs: string } {
  const [config = '', inputs = ''] = text.split('=== inputs ===\n')
  const [first = '', second] = config.split(`=== ${other} ===\n`)
  return { files: { [file]: first, ...(second !== undefined && { [other]: second }) }, inputs }
}

async function findingsOf(files: Texts, inputs: Texts): Promise<string> {
  const all = await allFindingsOf(files, inputs)
  return all.length === 0 ? 'none\n' : all.map(show).join('')
}

async function allFindingsOf(files: Texts, inputs: Texts): Promise<readonly Finding[]> {
  const source = memorySource({
    inputs: { config: Object.keys(files).join('\n'), mode: 'validate', ...inputs },
    files,
  })
  const { general, configs } = await checkConfigs(await loadInputs(source), now)
  return [...general, ...configs.flatMap(({ findings }) => findings)].sort(byPlace)
}

/** By place, then by rule: the order of the rules is another test's. */
function byPlace(a: Finding, b: Finding): number {
  return placeKey(a).localeCompare(placeKey(b))
}

function placeKey({ at, rule }: Finding): string {
  const span = at.kind === 'default' ? undefined : at.span
  const [line, column] = [span?.line ?? 0, span?.column ?? 0]
  const place = at.kind === 'input' ? at.input : at.kind === 'file' ? `~${at.file}` : at.kind
  return [place, String(line).padStart(6), String(column).padStart(6), rule].join(' ')
}

function show({ rule, severity, message, help, at, snippet = '' }: Finding): string {
  const span = at.kind === 'default' ? undefined : at.span
  const line = span === undefined ? '' : `${String(span.line)}:${String(span.column)} `
  const place =
    at.kind === 'input'
      ? `${at.input} ${line}`
      : at.kind === 'file' && at.file === other
        ? `${other} ${line}`
        : line
  const caret = snippet === '' ? '' : `${snippet.replace(/^/gm, '    | ').trimEnd()}\n`
  return `${place}${severity} ${rule}\n    ${message}\n    -> ${help}\n${caret}`
}

describe('golden configs', () => {
  const goldens = readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const [written = '', expected = ''] = text.split('=== findings ===\n')
    const [broken = '', mended] = written.split('=== mended ===\n')
    return { name, written, expected, ...givenBy(broken), mended }
  })

  test('there are at least 150 in which something is found, and one with ten mistakes', () => {
    const broken = goldens.filter(({ expected }) => expected !== 'none\n')
    expect(broken.length).toBeGreaterThanOrEqual(150)
    const ten = goldens.find(({ name }) => name === 'ten-mistakes.yml')
    const places = [...(ten?.expected ?? '').matchAll(/^(\d+:\d+) (error|warning)/gm)]
    expect(new Set(places.map(([, place]) => place)).size).toBe(10)
  })

  test('every rule that needs no Azure finds something in one of them', () => {
    const offline = rules
      .filter(({ needs }) => needs !== 'facts' && needs !== 'run')
      .map(({ id }) => id)
    const found = goldens.map(({ expected }) => expected).join('')
    expect(offline.filter((id) => !found.includes(` ${id}\n`))).toEqual([])
  })

  test('every finding is of a rule that is told of, and has a page to read on', async () => {
    const known = new Set([...rules, ...readingRules].map(({ id }) => id))
    for (const { files, inputs } of goldens) {
      const found = await allFindingsOf(files, (parse(inputs) ?? {}) as Texts)
      for (const { rule, docs } of found) {
        expect(known).toContain(rule)
        expect(docs).toMatch(/^https:\/\//)
      }
    }
  })

  test('no secret of a config is in what is found in it', () => {
    const secrets =
      /Correct-Horse|Battery-Staple|abcdefghijkl|Ab1\/Ab1|ghp_|b3BlbnNz|c2lnbmF0|20261128|4711/
    expect(goldens.filter(({ written }) => secrets.test(written)).length).toBeGreaterThan(3)
    expect(goldens.filter(({ expected }) => secrets.test(expected))).toEqual([])
  })

  test('each rule that needs no Azure has an example in which it is mended, and nothing is found in that', async () => {
    const mended = goldens.filter((golden) => golden.mended !== undefined)
    const shown = mended.map(({ expected }) => expected).join('')
    const offline = rules.filter(({ needs }) => needs !== 'facts' && needs !== 'run')
    expect(offline.map(({ id }) => id).filter((id) => !shown.includes(` ${id}\n`))).toEqual([])
    for (const { name, mended: text = '' } of mended) {
      const { files, inputs } = givenBy(text)
      const found = await findingsOf(files, (parse(inputs) ?? {}) as Texts)
      expect([name, found]).toEqual([name, 'none\n'])
    }
  })

  test.each(goldens)('$name', async ({ name, written, expected, files, inputs }) => {
    const found = await findingsOf(files, (parse(inputs) ?? {}) as Texts)
    if (process.env['UPDATE_GOLDEN'] === '1') {
      const path = join(folder, name)
      writeFileSync(path, `${written.replace(/\n?$/, '\n')}=== findings ===\n${found}`)
    } else expect(found).toBe(expected)
  })
})
