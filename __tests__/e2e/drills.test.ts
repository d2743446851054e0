/** Each drill of docs/drills.md, through the built action. */
import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { runAction } from './action.js'

const folder = 'docs/drills'
const page = readFileSync('docs/drills.md', 'utf8')

/** What the first error of each says. */
const says: Readonly<Record<string, RegExp>> = {
  'data-plane-closed': /how the nodes are cannot be seen.*nothing was written/s,
  'dead-start-task': /0 of 6 nodes of pool drill are ready.*exit code 127/s,
  'image-deleted': /gallery image version renderGallery\/render-node\/1\.0\.0.*no longer exists/s,
  'missing-right': /Microsoft\.Compute\/images\/write is missing.*nothing was written/s,
  'no-capacity': /3 of 4 dedicated nodes.*AllocationFailed/s,
  quota: /needs 16 of dedicated cores, 8 free.*nothing was written/s,
  'replication-fails': /ReplicationJobsNotCompleted.*Korea Central/s,
  'spot-eviction': /4 of 6 nodes of pool drill are ready.*2 preempted/s,
  'stopped-resize': /1 of 4 dedicated nodes.*somebody else stopped its resize/s,
  'unusable-nodes': /4 of 6 nodes of pool drill are ready.*BatchAgentInstallationFailure/s,
}

describe('drills', () => {
  test('are those of the page', () => {
    const files = readdirSync(folder).filter((file) => file !== 'pool.yml')
    expect(files.map((file) => file.replace('.yml', '')).toSorted()).toEqual(Object.keys(says))
    for (const file of files) expect(page).toContain(`](drills/${file})`)
  })

  test.each(Object.entries(says))('%s ends as the page says', async (name, expected) => {
    const { status, log, outputs } = await runAction({
      inputs: {
        ...{ mode: 'apply', config: 'pool.yml' },
        ...{ environment: 'simulator', scenario: 'scenario.yml' },
      },
      files: {
        'pool.yml': readFileSync(`${folder}/pool.yml`, 'utf8'),
        'scenario.yml': readFileSync(`${folder}/${name}.yml`, 'utf8'),
      },
    })
    expect(log).toMatch(expected)
    expect({ status, outcome: outputs['outcome'] }).toEqual({ status: 1, outcome: 'failed' })
  })

  test('a scenario with a mistake is told with its place', async () => {
    const { status, log } = await runAction({
      inputs: {
        ...{ mode: 'plan', config: 'pool.yml' },
        ...{ environment: 'simulator', scenario: 'scenario.yml' },
      },
      files: {
        'pool.yml': readFileSync(`${folder}/pool.yml`, 'utf8'),
        'scenario.yml': 'speed: 60\nnodes:\n  startTaskFail: { nodes: all }\n',
      },
    })
    expect(log).toContain('line 3, column 3: nodes.startTaskFail: there is no such setting')
    expect(status).toBe(1)
  })
})
