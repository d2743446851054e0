import { testRules } from '../../support/rule-cases.js'

testRules({
  'config/rollout-has-a-pool': {
    passes: ['{}', 'rollout: {}', 'pool: {}\nrollout: { waitFor: steady }'],
    fails: [
      [
        'rollout: { waitFor: steady, onExistingPool: fail }',
        'warning at rollout.onExistingPool: onExistingPool is given, but there is no pool that it could apply to',
        'warning at rollout.waitFor: waitFor is given, but there is no pool that it could apply to',
      ],
    ],
  },
  'config/expressions-are-filled-in': {
    passes: ['{}', 'image: { name: $x }'],
    fails: [
      [
        'image: { name: "render-${{ github.sha }}" }',
        'warning at image.name: image.name holds ${{ github.sha }}, which nothing fills in here',
      ],
    ],
  },
  'config/batch-api-version': {
    passes: [
      '{}',
      'pool: { batchApiVersion: 2025-06-01 }',
      'pool: { batchApiVersion: 2019-08-01 }',
    ],
    fails: [
      [
        'pool: { batchApiVersion: latest }',
        "error at pool.batchApiVersion: 'latest' is not an API version",
      ],
      [
        'pool: { batchApiVersion: 2024-07-01.20.0 }',
        "error at pool.batchApiVersion: '2024-07-01.20.0' is a version of the Batch service's own API, not of Resource Manager's",
      ],
      [
        'pool: { batchApiVersion: 2024-07-02 }',
        "error at pool.batchApiVersion: '2024-07-02' is not a version of the Batch management API that has pools",
      ],
      [
        'pool: { batchApiVersion: 2015-12-01 }',
        "error at pool.batchApiVersion: '2015-12-01' is not a version of the Batch management API that has pools",
      ],
      [
        'pool: { batchApiVersion: 2026-08-01 }',
        "warning at pool.batchApiVersion: '2026-08-01' is newer than what this action was made for",
      ],
    ],
  },
})
