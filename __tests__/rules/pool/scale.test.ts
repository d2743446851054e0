import { describe, expect, test } from '@jest/globals'
import { poolConfig, vm } from '../../support/pool-facts.js'
import { fixed, pool, vmAnd } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'
import { offlineRule } from '../../support/rules.js'

const resizeTimeoutSuitsSize = offlineRule('pool/resize-timeout-suits-size')

testRules({
  'pool/inter-node-communication-limit': {
    passes: [
      pool(`interNodeCommunication: Enabled, ${fixed('targetDedicatedNodes: 80')}`),
      pool(`interNodeCommunication: Disabled, ${fixed('targetDedicatedNodes: 800')}`),
    ],
    fails: [
      [
        pool(
          `interNodeCommunication: Enabled, ${fixed('targetDedicatedNodes: 100, targetLowPriorityNodes: 1')}`,
        ),
        'error at interNodeCommunication: 101 nodes are more than the 100 that can talk to each other',
      ],
      [
        pool(`interNodeCommunication: enabled, ${fixed('targetDedicatedNodes: 81')}`),
        'notice at interNodeCommunication: 81 nodes are more than the 80 that can talk to each other in an account in user-subscription mode',
      ],
    ],
  },
  'pool/resize-timeout-suits-image': {
    passes: [
      pool(fixed('targetDedicatedNodes: 10, resizeTimeout: PT20M')),
      pool(fixed('targetDedicatedNodes: 301, resizeTimeout: PT15M')),
      pool(fixed('targetDedicatedNodes: 10, resizeTimeout: PT4M')),
      pool(fixed('targetDedicatedNodes: 0, resizeTimeout: PT15M')),
      // There is no image, which is another rule's to say.
      pool(fixed('targetDedicatedNodes: 10, resizeTimeout: PT8M')),
      vmAnd(
        'imageReference: { offer: o }',
        fixed('targetDedicatedNodes: 10, resizeTimeout: PT15M'),
      ),
      pool(fixed('targetDedicatedNodes: 10, resizeTimeout: PT8M')),
    ],
    fails: [
      [
        vmAnd(
          'imageReference: { id: /i }',
          fixed('targetDedicatedNodes: 10, resizeTimeout: PT15M'),
        ),
        'warning at scaleSettings.fixedScale.resizeTimeout: a resizeTimeout of PT15M is short for nodes from a custom image, which start slower than others',
      ],
    ],
  },
})

describe('pool/resize-timeout-suits-size', () => {
  const scale = (targetDedicatedNodes: number, resizeTimeout: string) =>
    poolConfig({ scaleSettings: { fixedScale: { targetDedicatedNodes, resizeTimeout } } })
  test.each([
    [300, 'PT15M', undefined],
    [301, 'PT15M', 'PT30M'],
    [301, 'PT30M', undefined],
    [4000, 'PT45M', 'PT1H'],
  ])('%i nodes in %s', (nodes, timeout, advised) => {
    const found = resizeTimeoutSuitsSize.check(scale(nodes, timeout))
    expect(found.map(({ help }) => help)).toEqual(
      advised === undefined ? [] : [`write ${advised} or more, or leave it out to have that`],
    )
  })

  test('leaves marketplace images alone', () => {
    const scaleSettings = { fixedScale: { targetDedicatedNodes: 400, resizeTimeout: 'PT15M' } }
    const reference = { imageReference: { publisher: 'p', offer: 'o', sku: 's' } }
    expect(resizeTimeoutSuitsSize.check(poolConfig({ scaleSettings, ...vm(reference) }))).toEqual(
      [],
    )
  })
})
