import { afterEach, describe, expect, test } from '@jest/globals'
import type { NodeErrorReport, ResizeErrorReport } from '../../src/model/explanation.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { runAction, type Ended } from './action.js'
import { imageId, startCloud, wholeWay, type Cloud } from './azure.js'

const clouds: Cloud[] = []
afterEach(async () => {
  await Promise.all(
    clouds.splice(0).map(async (cloud) => {
      await cloud.close()
    }),
  )
})

/** Forty nodes that are waited for until they take tasks; so much faster than life that no look comes too early. */
async function apply(scenario: Scenario, more: Readonly<Record<string, string>> = {}) {
  const cloud = await startCloud({ speed: 20_000, ...scenario })
  clouds.push(cloud)
  const inputs = { ...cloud.inputs, ...wholeWay, 'target-dedicated-nodes': '40', ...more }
  const ended = await runAction({ inputs: { 'wait-for': 'nodes', ...inputs }, env: cloud.env })
  expect(cloud.simulator.unknownRequests).toEqual([])
  return { ...ended, cloud }
}

const pool = (startTask: string): string =>
  JSON.stringify({
    properties: {
      startTask: {
        commandLine: startTask,
        waitForSuccess: true,
        environmentSettings: [{ name: 'LICENSE', value: 'v3ry-s3cret-licence' }],
      },
    },
  })

function nodeErrors({ outputs }: Ended): readonly NodeErrorReport[] {
  return JSON.parse(outputs['node-errors'] ?? '') as NodeErrorReport[]
}

/** The message that says why the step failed, as it was written. */
function failure({ log }: Ended): string {
  return (/^::error::(.*)$/m.exec(log)?.[1] ?? '').replace(/%0A/g, '\n').replace(/%25/g, '%')
}

describe('waiting for nodes, over HTTPS', () => {
  test('a start task that fails on 3 of 40: states, exit code and stderr, without secrets', async () => {
    const stderr = [
      '+ fetch https://files.blob.core.windows.net/a.zip?sv=2022&sig=v3ryS3cretSig',
      '+ echo v3ry-s3cret-licence',
      'mount error(13): Permission denied',
    ].join('\n')
    const ended = await apply(
      { nodes: { startTaskFails: { nodes: 3, exitCode: 32, stderr } } },
      { pool: pool('/bin/sh -c ./setup.sh') },
    )
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(nodeErrors(ended)).toMatchObject([
      {
        ...{ state: 'startTaskFailed', code: 'FailureExitCode', count: 3, exitCode: 32 },
        ...{ retryable: false, stderr: expect.stringContaining('mount error(13)') },
      },
    ])
    expect(JSON.parse(ended.outputs['results'] ?? '')).toMatchObject([
      { 'node-errors': nodeErrors(ended) },
    ])
    expect(failure(ended)).toContain(
      '37 of 40 nodes of pool render are ready for tasks: 37 idle, 3 startTaskFailed',
    )
    expect(failure(ended)).toContain('evidence: stderr: mount error(13): Permission denied')
    expect(ended.summary).toContain('| `startTaskFailed` | 3 |')
    expect(ended.summary).toContain('"startTaskFailed" : 3')
    const everything = [ended.log, ended.summary, JSON.stringify(ended.outputs)].join('\n')
    expect(everything).not.toMatch(/v3ryS3cretSig/)
    // The runner hides what it is told to hide; nothing else may show it.
    const shown = everything.replace(/^::add-mask::.*$/gm, '')
    expect(shown).not.toMatch(/v3ry-s3cret-licence/)
  })

  test('all nodes unusable: configuration, with what to check in order', async () => {
    const ended = await apply({ nodes: { unusable: { nodes: 'all' } } })
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(failure(ended)).toContain('all nodes are unusable at once: configuration, not luck')
    expect(failure(ended)).toMatch(
      /1\. the network security group.*2\. .*nodeManagement.*3\. the image/,
    )
    expect(nodeErrors(ended)).toMatchObject([{ state: 'unusable', count: 40 }])
    expect(ended.outputs['current-dedicated-nodes']).toBe('40')
  })

  test('the image is deleted while nodes are allocated: the image is the cause, the code its evidence', async () => {
    const ended = await apply(
      { events: [{ since: 'resize', afterSeconds: 10, do: { delete: imageId } }] },
      { 'gallery-image-definition': '' },
    )
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    const cause =
      'image render-1, made from snapshot render-os, snapshot render-data-0, no longer exists'
    expect(failure(ended)).toContain(`cause: ${cause}`)
    expect(failure(ended)).toContain('evidence: AllocationFailed')
    const [error] = JSON.parse(ended.outputs['resize-errors'] ?? '') as ResizeErrorReport[]
    expect(error).toMatchObject({ code: 'AllocationFailed', cause, retryable: false })
    expect(ended.summary).toContain('made from snapshot render-os')
  })
})
