/** The move that Microsoft asks of pools of 2019, with the built action and command line: import, plan, blue-green. */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { textAt } from '../../src/shared/json-at.js'
import { runAction } from './action.js'
import { poolId, startCloud, wholeWay } from './azure.js'

const cli = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist', 'cli.js')
const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath

test('a pool on a managed image is read back, planned, and moved to a gallery with its jobs', async () => {
  const cloud = await startCloud({
    jobs: [
      { id: 'frames', pool: 'render' },
      { id: 'paused', pool: 'render', state: 'disabled' },
    ],
  })
  try {
    const { simulator, env } = cloud
    const run = async (inputs: Readonly<Record<string, string>>, config?: string) =>
      await runAction({
        inputs: { ...cloud.inputs, 'subscription-id': simulator.subscriptionId, ...inputs },
        ...{ env, files: config === undefined ? {} : { 'render.yml': config } },
      })
    const old = await run({ ...wholeWay, 'gallery-image-definition': '', 'data-snapshots': '' })
    expect(old).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
    expect(simulator.transcript.writes().at(-1)?.apiVersion).toBe('2019-08-01')

    const flags = Object.entries({ ...cloud.inputs, 'subscription-id': simulator.subscriptionId })
    const given = flags.flatMap(([name, value]) => [`--${name}`, value])
    const { stdout: config } = await promisify(execFile)(node, [cli, 'import', poolId, ...given], {
      env: { PATH: process.env['PATH'], ...env },
    })
    expect(config).toMatch(/onExistingPool: blue-green/)

    const inputs = { 'resource-group': 'rg-images', config: 'render.yml', 'move-jobs': 'true' }
    const before = simulator.transcript.writes().length
    const planned = await run({ ...inputs, mode: 'plan' }, config)
    expect(planned).toMatchObject({ status: 0, outputs: { 'has-changes': 'true' } })
    expect(simulator.transcript.writes()).toHaveLength(before)

    const moved = await run(inputs, config)
    expect(moved).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
    const live = simulator.store.get(moved.outputs['pool-id'] ?? '')
    expect(live?.id).not.toBe(poolId)
    const image = ['deploymentConfiguration', 'virtualMachineConfiguration', 'imageReference']
    expect(textAt(live?.properties, ...image, 'id')).toMatch(/\/galleries\/.*\/versions\/1\.0\.0$/)
    expect(moved.summary).toMatch(/The jobs were moved to pool render-/)

    const again = await run(inputs, config)
    expect(again).toMatchObject({ status: 0, outputs: { outcome: 'unchanged' } })
  } finally {
    await cloud.close()
  }
})
