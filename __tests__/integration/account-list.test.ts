import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure } from '../support/recorded-run.js'

const groups = `/subscriptions/${defaultSubscriptionId}/resourceGroups`
const definition = `${groups}/rg-images/providers/Microsoft.Compute/galleries/renderGallery/images/render-node`
const account = `${groups}/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`

const config = (agent: string) => `image:
  name: render-1
  resourceGroup: rg-images
  osSnapshot: ${groups}/rg-images/providers/Microsoft.Compute/snapshots/render-os
gallery: { imageDefinition: ${definition}, imageVersion: auto }
pool:
  account: ${account}
  name: render
  properties:
    vmSize: Standard_D4s_v5
    deploymentConfiguration:
      virtualMachineConfiguration: { nodeAgentSkuId: ${agent} }
    scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } }
`

/** What the account answers when it is asked for the images that it supports. */
const lists = (...agents: readonly (readonly [agent: string, end?: string])[]): Fault => ({
  on: 'GET /supportedimages',
  status: 200,
  body: {
    value: agents.map(([nodeAgentSKUId, batchSupportEndOfLife]) => ({
      nodeAgentSKUId,
      osType: 'linux',
      imageReference: { publisher: 'p', offer: 'o', sku: 's' },
      verificationType: 'verified',
      ...(batchSupportEndOfLife !== undefined && { batchSupportEndOfLife }),
    })),
  },
})

async function plan(agent: string, faults: readonly Fault[] = [], more: object = {}) {
  const azure = simulatedAzure({ faults })
  const inputs = { mode: 'plan', config: 'render.yml', 'subscription-id': defaultSubscriptionId }
  const files = { 'render.yml': config(agent) }
  const ended = await azure.run({ inputs: { ...inputs, ...more }, files, ...more })
  const { entries } = azure.simulator.transcript
  const found = JSON.parse(ended.outputs['diagnostics']!) as Record<string, string>[]
  return {
    ended,
    asked: entries.filter(({ path }) => path.startsWith('/supportedimages')).length,
    found: found
      .filter(({ rule }) => /node-agent-is-(listed|in-service)$/.test(rule!))
      .map(({ rule, severity, message }) => `${severity!} ${rule!}: ${message!}`),
  }
}

const retired =
  'error pool/node-agent-is-in-service: the node agent batch.node.ubuntu 20.04 retired on 2025-04-23'

describe('a node agent that the table has retired', () => {
  test('is in service where the account lists it without an end', async () => {
    const { ended, found } = await plan('batch.node.ubuntu 20.04', [
      lists(['batch.node.ubuntu 20.04']),
    ])
    expect(found).toEqual([])
    expect(ended.annotations.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(ended.outputs['outcome']).toBe('succeeded')
  })

  test('ends when the account says', async () => {
    const { found } = await plan('batch.node.ubuntu 20.04', [
      lists(['batch.node.ubuntu 20.04', '2027-02-01T00:00:00Z']),
    ])
    expect(found).toEqual([
      'warning pool/node-agent-is-listed: by the list of Batch account renderbatch, the node agent batch.node.ubuntu 20.04 retires on 2027-02-01',
    ])
  })

  test('stays retired where the account does not list it, which is told too', async () => {
    const { ended, found, asked } = await plan('batch.node.ubuntu 20.04')
    expect(asked).toBe(1)
    expect(found).toEqual([
      retired,
      "error pool/node-agent-is-listed: the node agent 'batch.node.ubuntu 20.04' is not among those that Batch account renderbatch supports",
    ])
    expect(ended.outputs['outcome']).toBe('failed')
  })

  const refused = { on: 'GET /supportedimages', times: 20, status: 403 }
  test.each([
    ['refuses', [refused]],
    ['lists nothing', [lists()]],
    ['does not exist', [{ on: 'GET .*/batchAccounts/renderbatch$', times: 20, status: 404 }]],
    ['may not be read', [{ on: 'GET .*/batchAccounts/renderbatch$', times: 20, status: 403 }]],
  ])('stays retired where the account %s', async (_, faults) => {
    const { ended, found } = await plan('batch.node.ubuntu 20.04', faults)
    expect(found).toEqual([retired])
    expect(ended.annotations.filter(({ message }) => /retired on/.test(message))).toHaveLength(1)
    expect(ended.outputs['outcome']).toBe('failed')
  })

  test('stays retired where Azure cannot be reached at all', async () => {
    const { found } = await plan('batch.node.ubuntu 20.04', [], {
      refusal: new Error('no sign-in'),
    })
    expect(found).toEqual([retired])
  })

  test('is told without asking in validate, and beside another mistake', async () => {
    const { ended, found } = await plan('batch.node.ubuntu 20.04', [], { mode: 'validate' })
    expect(found).toEqual([retired])
    expect(ended.isConnected).toBe(false)
    const other = await plan('batch.node.ubuntu 20.04', [], { 'pool-name': 'a/b' })
    expect(other.found).toEqual([retired])
    expect(other.ended.isConnected).toBe(false)
  })
})

describe('a node agent that the table does not know', () => {
  test('is an error with the nearest ones where the account does not list it', async () => {
    const { ended, found } = await plan('batch.node.ubuntu 24.10')
    expect(found).toEqual([
      "error pool/node-agent-is-listed: the node agent 'batch.node.ubuntu 24.10' is not among those that Batch account renderbatch supports",
    ])
    expect(ended.outputs['diagnostics']).toContain(
      'it has batch.node.ubuntu 24.04, batch.node.ubuntu 22.04, batch.node.el',
    )
  })

  test('is nothing to mention where the account lists it', async () => {
    const { found } = await plan('batch.node.ubuntu 26.04', [lists(['Batch.node.Ubuntu 26.04'])])
    expect(found).toEqual([])
  })
})

test('the account is not asked about an agent that is known to go on', async () => {
  const { found, asked } = await plan('batch.node.ubuntu 24.04')
  expect(found).toEqual([])
  expect(asked).toBe(0)
})
