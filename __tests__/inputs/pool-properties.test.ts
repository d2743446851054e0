/** `pool.properties`, checked at every depth; that each API version has what Azure's schema says is another test's. */
import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { memorySource } from './memory-source.js'

/** Findings in `properties:`, which stands at the first line, its keys indented by four. */
async function findingsIn(properties: string, api = "'2025-06-01'"): Promise<readonly string[]> {
  const lines = properties.split('\n').map((line) => `    ${line}`)
  const text = [`pool:`, '  properties:', ...lines, `  batchApiVersion: ${api}`].join('\n')
  const source = memorySource({
    inputs: { config: 'a.yml', mode: 'validate' },
    files: { 'a.yml': text },
  })
  const { findings } = await loadInputs(source)
  return findings.map(({ at, severity, message, help }) => {
    const place =
      at.kind === 'file' ? `${String(at.span.line - 2)}:${String(at.span.column - 4)}` : ''
    return `${place} ${severity} ${message.replace('pool.properties.', '')} -> ${help}`
  })
}

const vm = (text: string) => `deploymentConfiguration: { virtualMachineConfiguration: { ${text} } }`

describe('pool.properties', () => {
  test.each([
    ['what is filled in may be absent', vm('licenseType: Windows_Server'), []],
    ['or auto', vm('nodeAgentSkuId: auto'), []],
    ['or empty, which is not given', 'startTask:\nmetadata: null\nvmSize: ~', []],
    [
      'misspelled keys, at any depth',
      'startTask: { comandLine: x }\nmetadata: [{ nam: n, value: v }]',
      [
        '1:14 error startTask.comandLine is not a known key -> did you mean commandLine?',
        '2:14 error metadata[0].nam is not a known key -> did you mean name?',
      ],
    ],
    [
      'keys in the wrong letter case',
      'vmsize: S',
      ['1:1 error vmsize is not a known key -> did you mean vmSize?'],
    ],
    [
      'keys that belong elsewhere',
      'nodeAgentSkuId: a\nuefiSettings: {}\nenableInterNodeCommunication: true',
      [
        '1:1 error nodeAgentSkuId does not belong here -> write it as pool.properties.deploymentConfiguration.virtualMachineConfiguration.nodeAgentSkuId',
        '2:1 error uefiSettings does not belong here -> write it as pool.properties.deploymentConfiguration.virtualMachineConfiguration.securityProfile.uefiSettings',
        '3:1 error enableInterNodeCommunication is not a known key -> write it as interNodeCommunication: Enabled',
      ],
    ],
    [
      'keys that mean something to JavaScript',
      'constructor: 1\nstartTask: { toString: x, hasOwnProperty: y }',
      [
        expect.stringMatching(/^1:1 error constructor is not a known key/),
        expect.stringMatching(/^2:14 error startTask.toString is not a known key/),
        expect.stringMatching(/^2:27 error startTask.hasOwnProperty is not a known key/),
      ],
    ],
    [
      'values in the wrong letter case',
      'interNodeCommunication: enabled',
      [
        "1:25 notice interNodeCommunication is 'enabled', which Azure spells Enabled -> write Enabled",
      ],
    ],
    [
      'kinds of values',
      "taskSlotsPerNode: '4'\nstartTask: { waitForSuccess: 'true', maxTaskRetryCount: 1.5 }\nmetadata: {}\ndisplayName: 5\nnetworkConfiguration: x",
      [
        "1:19 error taskSlotsPerNode is '4', which is not a whole number -> remove the quotes: 4",
        "2:30 error startTask.waitForSuccess is 'true', which is not true or false -> remove the quotes: true",
        '2:57 error startTask.maxTaskRetryCount cannot be 1.5 -> write a whole number',
        '3:1 error metadata cannot be a map -> write []',
        '4:14 error displayName is 5, which is not text -> put it in quotes: "5"',
        "5:23 error networkConfiguration cannot be 'x' -> write a map",
      ],
    ],
    [
      'lists for maps',
      'startTask: []\nmetadata: [[]]',
      [
        '1:1 error startTask cannot be a list -> write a map',
        '2:12 error metadata[0] cannot be a list -> write a map',
      ],
    ],
    [
      'bounds',
      'upgradePolicy: { mode: rolling, rollingUpgradePolicy: { maxBatchInstancePercent: 4 } }',
      [
        '1:82 error upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent cannot be 4 -> write a whole number from 5 to 100',
      ],
    ],
    [
      'durations',
      "scaleSettings: { fixedScale: { resizeTimeout: '30', targetDedicatedNodes: 1 }, autoScale: { evaluationInterval: 15, formula: x } }",
      [
        "1:47 error scaleSettings.fixedScale.resizeTimeout is '30', which is not an ISO 8601 duration such as PT30M -> write PT30M for minutes",
        '1:113 error scaleSettings.autoScale.evaluationInterval is 15, which is not an ISO 8601 duration such as PT30M -> write PT15M for minutes',
      ],
    ],
    [
      'what has to be there',
      'userAccounts: [{ name: n }]\nscaleSettings: { autoScale: {} }',
      [
        '1:16 error userAccounts[0].password is missing -> add password',
        '2:18 error scaleSettings.autoScale.formula is missing -> add formula',
      ],
    ],
  ])('%s', async (_name, properties, expected) => {
    expect(await findingsIn(properties)).toEqual(expected)
  })

  test.each([
    ['2019-08-01', 'error'],
    ['2025-06-01', 'error'],
    ['2025-06-02', 'warning'],
    ['2026-01-01-preview', 'warning'],
    ['newest', 'error'],
  ])('a key that is in no API version weighs, for %s, as an %s', async (api, severity) => {
    expect(await findingsIn('newest: 1', `'${api}'`)).toEqual([
      expect.stringMatching(new RegExp(`^1:1 ${severity} newest is not a known key`)),
    ])
  })

  test('a misfit in it is told once, and leaves the rules their say about the rest', async () => {
    const { checkConfig } = await import('../../src/rules/index.js')
    const source = memorySource({
      inputs: {
        mode: 'validate',
        pool: 'properties:\n  scaleSettings: { fixedScale: { targetDedicatedNodes: x, resizeTimeout: PT1M } }',
      },
    })
    const { configs, findings } = await loadInputs(source)
    expect(findings.map(({ rule }) => rule)).toEqual(['config/value'])
    const rules = configs.flatMap(checkConfig).map(({ rule }) => rule)
    expect(rules).toContain('config/pool-times')
    expect(rules).not.toContain('config/pool-scale')
  })
})
