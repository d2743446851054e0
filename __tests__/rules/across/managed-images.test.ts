import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../../src/inputs/load-inputs.js'
import { checkAcross } from '../../../src/rules/check.js'
import { rules } from '../../../src/rules/index.js'
import { memorySource } from '../../inputs/memory-source.js'

const id = '/subscriptions/s/resourceGroups/rg/providers'
const snapshot = `${id}/Microsoft.Compute/snapshots/os`
const image = (name: string, source = snapshot) =>
  `image: { name: ${name}, resourceGroup: rg, osSnapshot: ${source} }\n`
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
const gallery = (version: string) =>
  `gallery: { imageDefinition: ${id}/Microsoft.Compute/galleries/g/images/d, imageVersion: ${version} }\n`

test('across/one-pool-per-image holds for managed images, not for gallery versions', async () => {
  const files = { 'a.yml': image('i') + pool('p'), 'b.yml': image('i') + pool('q') }
  expect(await between(files)).toEqual([
    "b.yml:4 warning across/one-pool-per-image: the pools of 'a.yml' and 'b.yml' are made from one managed image, and Batch wants one for each pool",
  ])
  expect(
    await between({ 'a.yml': image('i') + pool('p'), 'b.yml': image('j') + pool('q') }),
  ).toEqual([
    "b.yml:4 notice across/one-pool-per-image: the pools of 'a.yml' and 'b.yml' are made from images of one snapshot, and Batch counts their nodes together",
  ])
  const versions = Object.entries(files).map(([name, text]) => [name, text + gallery('auto')])
  expect(await between(Object.fromEntries(versions) as Record<string, string>)).toEqual([])
})

describe('across/nodes-of-one-snapshot', () => {
  const pools = (a: string, b: string, source = snapshot) => ({
    'a.yml': image('i') + pool('p', a),
    'b.yml': image('j', source) + pool('q', b),
  })
  const sums = async (files: Record<string, string>) =>
    (await between(files)).filter((line) => line.includes('across/nodes-of-one-snapshot'))

  test('counts the nodes of pools whose images come from one snapshot', async () => {
    expect(await sums(pools('targetDedicatedNodes: 1500', 'targetDedicatedNodes: 1000'))).toEqual(
      [],
    )
    expect(await sums(pools('targetDedicatedNodes: 1500', 'targetDedicatedNodes: 1001'))).toEqual([
      'b.yml:5 error across/nodes-of-one-snapshot: 1500 + 1001 = 2501 dedicated nodes in 2 pools are more than the 2500 that Batch makes from one snapshot or managed image',
    ])
    expect(
      await sums(pools('targetLowPriorityNodes: 600', 'targetLowPriorityNodes: 600')),
    ).toHaveLength(1)
  })

  test('leaves snapshots apart that are not the same, and pools that are too large alone', async () => {
    expect(
      await sums(pools('targetDedicatedNodes: 1500', 'targetDedicatedNodes: 1500', `${snapshot}2`)),
    ).toEqual([])
    expect(await sums(pools('targetDedicatedNodes: 0', 'targetDedicatedNodes: 9000'))).toEqual([])
  })
})
