import { testRules } from '../../support/rule-cases.js'

const properties = (text: string) => `pool: { properties: ${text} }`
const scale = (text: string) => properties(`{ scaleSettings: ${text} }`)

testRules({
  'config/pool-scale': {
    passes: [
      '{}',
      scale('{ fixedScale: { targetDedicatedNodes: 0 } }'),
      scale('{ fixedScale: { targetLowPriorityNodes: 5 }, autoScale: null }'),
      scale('{ autoScale: { formula: $TargetDedicatedNodes=1 } }'),
      // Values of another kind are told by the schema.
      scale('5'),
      scale('{ fixedScale: 5 }'),
      scale(`{ fixedScale: { targetDedicatedNodes: '3', targetLowPriorityNodes: 1.5 } }`),
    ],
    fails: [
      [
        'pool: {}',
        'notice at pool.properties.scaleSettings: the pool asks for no nodes, so Batch makes it with none',
      ],
      [
        scale('{}'),
        'notice at pool.properties.scaleSettings: the pool asks for no nodes, so Batch makes it with none',
      ],
      [
        scale('{ fixedScale: { targetDedicatedNodes: 1 }, autoScale: { formula: x } }'),
        'error at pool.properties.scaleSettings.fixedScale: fixedScale and autoScale exclude each other',
      ],
      [
        scale('{ fixedScale: { resizeTimeout: PT30M } }'),
        'error at pool.properties.scaleSettings.fixedScale: fixedScale has neither targetDedicatedNodes nor targetLowPriorityNodes',
      ],
      [
        scale(`{ fixedScale: { targetDedicatedNodes: -3, targetLowPriorityNodes: -1 } }`),
        'error at pool.properties.scaleSettings.fixedScale.targetDedicatedNodes: targetDedicatedNodes is -3, which is not a whole number of 0 or more',
        'error at pool.properties.scaleSettings.fixedScale.targetLowPriorityNodes: targetLowPriorityNodes is -1, which is not a whole number of 0 or more',
      ],
      [
        scale('{ autoScale: {} }'),
        'error at pool.properties.scaleSettings.autoScale.formula: autoScale has no formula',
      ],
    ],
  },
  'config/pool-times': {
    passes: [
      '{}',
      scale('{ fixedScale: { resizeTimeout: PT5M } }'),
      scale('{ fixedScale: { resizeTimeout: null } }'),
      scale('{ autoScale: { evaluationInterval: P7D } }'),
      scale('{ fixedScale: { resizeTimeout: 30 } }'),
    ],
    fails: [
      [
        scale('{ fixedScale: { resizeTimeout: PT4M59S } }'),
        "error at pool.properties.scaleSettings.fixedScale.resizeTimeout: resizeTimeout is 'PT4M59S', less than the five minutes that Batch asks for",
      ],
      [
        scale('{ autoScale: { evaluationInterval: PT169H } }'),
        "error at pool.properties.scaleSettings.autoScale.evaluationInterval: evaluationInterval is 'PT169H', more than seven days, the most that Batch allows",
      ],
    ],
  },
  'config/minimum-within-target': {
    passes: [
      '{}',
      'rollout: { waitFor: none }',
      `${scale('{ fixedScale: { targetDedicatedNodes: 3 } }')}\nrollout: { minDedicatedNodes: 3 }`,
      `${scale('{ autoScale: { formula: x } }')}\nrollout: { minDedicatedNodes: 3 }`,
    ],
    fails: [
      [
        `${scale('{ fixedScale: { targetDedicatedNodes: 3 } }')}\nrollout: { minDedicatedNodes: 4, minLowPriorityNodes: 1 }`,
        'error at rollout.minDedicatedNodes: min-dedicated-nodes is 4, more than the 3 that the pool asks for',
        'error at rollout.minLowPriorityNodes: min-low-priority-nodes is 1, more than the 0 that the pool asks for',
      ],
      [
        'rollout: { minDedicatedNodes: 1 }',
        'warning at rollout: a minimum of nodes is given, but no pool',
      ],
    ],
  },
})
