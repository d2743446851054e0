import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../../src/inputs/load-inputs.js'
import { checkAcross } from '../../../src/rules/check.js'
import { rules } from '../../../src/rules/index.js'
import { memorySource } from '../../inputs/memory-source.js'

const id = '/subscriptions/s/resourceGroups/rg/providers'
const snapshot = `${id}/Microsoft.Compute/snapshots/os`
const image = (name: string, source = snapshot) =>
  `image: { name: ${name}, resourceGroup: rg, osSnapshot: ${source} }\n`
const gallery = (version: string) =>
  `gallery: { imageDefinition: ${id}/Microsoft.Compute/galleries/g/images/d, imageVersion: ${version} }\n`
const pool = (name: string, scale = 'targetDedicatedNodes: 1') =>
  `pool:\n  account: renderbatch\n  name: ${name}\n  properties: { vmSize: S, scaleSettings: { fixedScale: { ${scale} } } }\n`
async function between(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const source = memorySource({ files, inputs: { mode: 'validate', config: '*.yml', ...inputs } })
  const { configs } = await loadInputs(source)
  return checkAcross(rules, configs).map(({ rule, severity, message, at }) => {
    const place =
      at.kind === 'file'
        ? `${at.file}:${String(at.span.line)}`
        : at.kind === 'input'
          ? at.input
          : ''
    return `${place} ${severity} ${rule}: ${message}`
  })
}

describe('across/pools-are-made-once', () => {
  test('refuses every file that describes a pool that another one describes, letter case ignored', async () => {
    const files = {
      'a.yml': image('i') + gallery('auto') + pool('p'),
      'b.yml': image('i') + gallery('auto') + pool('q'),
      'c.yml': image('i') + gallery('auto') + pool('P'),
    }
    expect(await between(files)).toEqual([
      "a.yml:5 error across/pools-are-made-once: 'a.yml' and 'c.yml' would both make pool 'p'",
      "c.yml:5 error across/pools-are-made-once: 'a.yml' and 'c.yml' would both make pool 'P'",
    ])
  })

  test('knows an account by its name and by its ID', async () => {
    const at = (account: string) =>
      `${image('i')}${gallery('auto')}pool: { account: ${account}, name: p, properties: { vmSize: S } }`
    const whole = (group: string) =>
      `/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/${group}/providers/Microsoft.Batch/batchAccounts/renderbatch`
    const inputs = { 'resource-group': 'rg' }
    const found = await between({ 'a.yml': at('renderbatch'), 'b.yml': at(whole('rg')) }, inputs)
    expect(found).toEqual([
      "a.yml:3 error across/pools-are-made-once: 'a.yml' and 'b.yml' would both make pool 'p'",
      "b.yml:3 error across/pools-are-made-once: 'a.yml' and 'b.yml' would both make pool 'p'",
    ])
    expect(await between({ 'a.yml': at('otherbatch'), 'b.yml': at(whole('rg')) }, inputs)).toEqual(
      [],
    )
    expect(await between({ 'a.yml': at(whole('one')), 'b.yml': at(whole('two')) })).toEqual([])
  })

  test.each([
    ['pool-name', { 'pool-name': 'p' }, 'across/pools-are-made-once'],
    ['pool', { pool: 'name: p' }, 'across/pools-are-made-once'],
    ['image-name', { 'image-name': 'i' }, 'across/images-are-made-once'],
  ])('%s names one thing, not one for every file', async (name, inputs, rule) => {
    const bare = `image: { osSnapshot: os }\n${gallery('auto')}pool: { account: renderbatch, properties: { vmSize: S } }`
    const found = await between(
      { 'a.yml': bare, 'b.yml': bare },
      { 'resource-group': 'rg', ...inputs },
    )
    expect(found).toHaveLength(2)
    expect(found[0]).toContain(
      `${rule}: ${name} is for several config files: 'a.yml' and 'b.yml' would both make`,
    )
  })
})

test('across/images-are-made-once lets files share an image that they describe alike', async () => {
  expect(await between({ 'a.yml': image('i'), 'b.yml': image('i') })).toEqual([])
  expect(await between({ 'a.yml': image('i'), 'b.yml': image('I', 'other') })).toEqual([
    "a.yml:1 error across/images-are-made-once: 'a.yml' and 'b.yml' would both make image 'i'",
    "b.yml:1 error across/images-are-made-once: 'a.yml' and 'b.yml' would both make image 'I'",
  ])
})

test('across/versions-are-made-once compares what versions of one number are made from', async () => {
  const versions = (a: string, b: string, number: string) => ({
    'a.yml': image(a) + gallery(number),
    'b.yml': image(b) + gallery(number),
  })
  expect(await between(versions('i', 'i', '1.0.0'))).toEqual([])
  expect(await between(versions('i', 'j', 'auto'))).toEqual([])
  expect(await between(versions('i', 'j', '1.0.0'))).toEqual([
    "a.yml:2 error across/versions-are-made-once: 'a.yml' and 'b.yml' would both make gallery version '1.0.0'",
    "b.yml:2 error across/versions-are-made-once: 'a.yml' and 'b.yml' would both make gallery version '1.0.0'",
  ])
})
