import { describe, expect, test } from '@jest/globals'
import ajvDraft04 from 'ajv-draft-04'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { sha256 } from '../../src/ports/digest.js'
import { ruleExamples } from '../../src/report/rule-examples.js'
import { toSarif, type SarifSurroundings } from '../../src/report/sarif.js'
import { rules } from '../../src/rules/index.js'
import type { Finding } from '../../src/shared/finding.js'
import { finding } from './example.js'
import { hostile } from './hostile.js'

const schema = JSON.parse(
  readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8'),
) as object
const validate = new ajvDraft04.default({
  strict: false,
  // One of the schema's patterns is none by the stricter rules.
  unicodeRegExp: false,
  formats: { 'date-time': true, uri: (text: string) => URL.canParse(text), 'uri-reference': true },
}).compile(schema)

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly message: { readonly text: string }
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string }
          readonly region: Record<string, number>
        }
      }[]
      readonly partialFingerprints: Record<string, string>
    }[]
  }[]
}

const around = {
  rules,
  examples: ruleExamples,
  run: { workflow: '.github/workflows/pools.yml' },
  digest: sha256,
}
const rulesPage = 'https://github.com/owner/image-to-pool/blob/v1/docs/rules.md'

function sarif(findings: readonly Finding[], more: Partial<SarifSurroundings> = {}) {
  const log = JSON.parse(toSarif(findings, { ...around, ...more })) as Sarif
  expect(validate(log) ? [] : validate.errors).toEqual([])
  return log.runs[0]!
}

const ofInput: Finding = {
  rule: 'inputs/value',
  severity: 'error',
  message: "mode is 'aply', which is not one of validate, plan, apply",
  help: 'did you mean apply?',
  at: { kind: 'input', input: 'mode' },
}

describe('SARIF', () => {
  test('without findings is a run without results: code scanning closes what it had', () => {
    const run = sarif([])
    expect(run.results).toEqual([])
    expect(run.tool.driver.rules).toEqual([])
  })

  test('says of a rule that found something what is wrong, how to mend it and where to read on', () => {
    const rule = rules.find(({ id }) => id === 'image/luns-are-distinct')!
    const found: Finding = { ...finding, rule: rule.id, docs: rule.docs }
    const listed = sarif([found, found], { run: { rulesPage } }).tool.driver.rules
    const page = `${rulesPage}#image-luns-are-distinct`
    expect(listed).toEqual([
      {
        id: rule.id,
        name: rule.id,
        shortDescription: { text: 'two data disks have the same LUN, or one is not from 0 to 63' },
        fullDescription: { text: rule.title },
        help: { text: `${rule.title}: ${page}, ${rule.docs}`, markdown: expect.any(String) },
        helpUri: page,
        defaultConfiguration: { level: 'error' },
        properties: { tags: ['azure', 'batch'] },
      },
    ])
    const { markdown } = listed[0]!['help'] as { readonly markdown: string }
    expect(markdown).toContain('```diff\n')
    expect(markdown).toMatch(/^- {3}dataSnapshots: .*\n\+ {3}dataSnapshots: /m)
    expect(markdown.indexOf(page)).toBeGreaterThan(0)
    expect(markdown.indexOf(rule.docs)).toBeGreaterThan(markdown.indexOf(page))
  })

  test('links to the page of the rule even where nobody knows where this action comes from', () => {
    const [rule] = sarif([finding]).tool.driver.rules
    expect(rule).toMatchObject({
      helpUri: finding.docs,
      help: { text: expect.stringContaining('docs/rules.md#image-generation-agrees') },
    })
  })

  test('has a finding at its region, with its rule', () => {
    const run = sarif([finding])
    const [result] = run.results
    expect(result).toMatchObject({
      ruleId: 'image/generation-agrees',
      level: 'warning',
      message: { text: 'hyperVGeneration V1 | but the snapshot says V2; remove it' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'render.yml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 4, startColumn: 21, endLine: 4, endColumn: 23 },
          },
        },
      ],
    })
    expect(run.tool.driver.rules[result!.ruleIndex]).toMatchObject({ id: result!.ruleId })
  })

  test('knows also the rules that are not in the list', () => {
    const run = sarif([ofInput], { rules: [] })
    expect(run.tool.driver.rules).toMatchObject([{ id: 'inputs/value' }])
  })

  test('puts what is wrong in an input into the workflow, and says which input', () => {
    const [result] = sarif([ofInput]).results
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: '.github/workflows/pools.yml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    })
    expect(result?.message.text).toMatch(/^input mode: mode is 'aply'/)
  })

  test('names what no file describes, beside the workflow that looked at it', () => {
    const id =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a/pools/render'
    const found: Finding = { ...ofInput, rule: 'audit/nodes-short', at: { kind: 'resource', id } }
    const [result] = sarif([found]).results
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: '.github/workflows/pools.yml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 1 },
        },
        logicalLocations: [{ name: 'render', fullyQualifiedName: id, kind: 'resource' }],
      },
    ])
    expect(result?.message.text).toContain(`${id}: `)
    const other: Finding = { ...found, at: { kind: 'resource', id: `${id}-2` } }
    const prints = sarif([found, other]).results.map(({ partialFingerprints }) =>
      JSON.stringify(partialFingerprints),
    )
    expect(new Set(prints).size).toBe(2)
  })

  test('has a location for every result, as code scanning demands', () => {
    const nowhere: Finding = { ...finding, at: { kind: 'default' } }
    const { results } = sarif([ofInput, nowhere], { run: {} })
    expect(results.map(({ locations }) => locations.length)).toEqual([1, 1])
  })

  test('encodes a path as an address', () => {
    const at = { ...finding.at, file: 'a b/ü#1.yml' } as Finding['at']
    const [result] = sarif([{ ...finding, at }]).results
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC%231.yml')
  })

  test('keeps 5,000 results, the worst', () => {
    const errors = Array.from({ length: 10 }, (): Finding => ({ ...finding, severity: 'error' }))
    const all = [...Array.from({ length: 6000 }, () => finding), ...errors]
    const { results } = (JSON.parse(toSarif(all, around)) as Sarif).runs[0]!
    expect(results).toHaveLength(5000)
    expect(results.slice(0, 11).map(({ level }) => level)).toEqual([
      ...errors.map(() => 'error'),
      'warning',
    ])
  })
})

describe('the fingerprint of a finding', () => {
  const prints = (findings: readonly Finding[]) =>
    sarif(findings).results.map(({ partialFingerprints }) => partialFingerprints['imageToPool/v1'])

  test('stays when the finding moves, and is another for another', () => {
    const span = { line: 90, column: 1, endLine: 90, endColumn: 9 }
    const moved: Finding = { ...finding, at: { kind: 'file', file: 'render.yml', span } }
    expect(prints([moved])).toEqual(prints([finding]))
    expect(prints([{ ...finding, message: 'other' }])).not.toEqual(prints([finding]))
    const elsewhere: Finding = { ...finding, at: { kind: 'file', file: 'b.yml', span } }
    expect(prints([elsewhere])).not.toEqual(prints([finding]))
  })

  test('tells two of a kind apart', () => {
    expect(new Set(prints([finding, finding])).size).toBe(2)
  })
})

test('texts of others are inert, and fit the schema', () => {
  fc.assert(
    fc.property(hostile, hostile, (message, help) => {
      const [result] = sarif([{ ...finding, message, help }], { rules: [] }).results
      expect(result?.message.text).not.toMatch(/[\u0000-\u001f\u202e]|\]\(|^::|::[a-z]|##\[/i)
    }),
    { numRuns: 300 },
  )
})

test('a text of 70,000 characters is cut', () => {
  const [result] = sarif([{ ...finding, message: 'x'.repeat(70_000) }]).results
  expect(result?.message.text.length).toBeLessThanOrEqual(10_000)
})
