import { describe, expect, test } from '@jest/globals'
import { checkConfigs } from '../../src/run/check-configs.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { memorySource } from './memory-source.js'

const subscription = { 'subscription-id': '30000000-0000-4000-a000-000000000001' }

async function load(
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const loaded = await loadInputs(memorySource({ inputs: { mode: 'cleanup', ...inputs }, files }))
  const { general, configs } = await checkConfigs(loaded, Date.parse('2026-11-24'))
  const findings = [...general, ...configs.flatMap((config) => config.findings)]
  return {
    configs: loaded.configs,
    found: findings.map(({ rule, message }) => ({ rule, message })),
  }
}

describe('mode cleanup', () => {
  test('without anything is about everything', async () => {
    const { configs, found } = await load(subscription)
    expect(found).toEqual([])
    expect(configs.map(({ file, config }) => ({ file, config }))).toEqual([
      { file: undefined, config: {} },
    ])
  })

  test('takes keep-last alone', async () => {
    const { configs, found } = await load({ ...subscription, 'keep-last': '5' })
    expect(found).toEqual([])
    expect(configs[0]?.config.rollout?.keepLast).toBe(5)
  })

  test('needs to know the subscription, from an input or from an id', async () => {
    expect((await load({})).found).toMatchObject([{ rule: 'inputs/subscription-id' }])
    const definition =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/d'
    expect((await load({ 'gallery-image-definition': definition })).found).toEqual([])
    expect((await load({ environment: 'simulator' })).found).toEqual([])
  })

  test('holds a config to its names, and to nothing that only matters for making things', async () => {
    const files = {
      'a.yml': 'pool: { account: renderbatch, name: render }\n',
      'b.yml': 'pool: { account: Render-Batch!, name: re/nder }\n',
      'c.yml': 'pool: { name: render }\n',
      'd.yml': 'gallery: { imageDefinition: render/node/1.0.0 }\n',
      'e.yml': 'rollout: { keepLast: 1 }\n',
    }
    const { found } = await load({ ...subscription, config: '*.yml' }, files)
    expect(found.map(({ rule }) => rule)).toEqual([
      ...['config/pool-account', 'config/pool-name'],
      ...['inputs/pool-name', 'gallery/definition-id', 'config/nothing-to-do'],
    ])
  })

  test('keep-last in another mode is a warning, in a file it is none', async () => {
    const image = 'image: { name: a, resourceGroup: g, osSnapshot: s }\n'
    const rollout = 'rollout: { keepLast: 2 }\n'
    const inputs = { ...subscription, mode: 'plan', config: 'a.yml' }
    const reported = await load({ ...inputs, 'keep-last': '2' }, { 'a.yml': image })
    expect(reported.found).toMatchObject([{ rule: 'inputs/keep-last' }])
    expect((await load(inputs, { 'a.yml': image + rollout })).found).toEqual([])
  })
})
