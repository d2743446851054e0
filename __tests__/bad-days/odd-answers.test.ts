/** Answers that no Azure gives, through the real SDKs: each is told as what was answered, never as a bug of ours. */
import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure } from '../support/recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const inputs = {
  ...{ 'subscription-id': defaultSubscriptionId, 'resource-group': 'rg-images' },
  ...{ 'os-snapshot': 'render-os', 'data-snapshots': 'render-data-0', 'image-name': 'render-1' },
  'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
  'batch-account': `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`,
  ...{ 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5', 'target-dedicated-nodes': '1' },
  ...{ 'node-agent-sku-id': 'batch.node.ubuntu 24.04', 'on-failure': 'rollback' },
}

const requests = [
  ...['GET .*/snapshots/render-os', 'GET .*/images/render-1', 'PUT .*/images/render-1'],
  ...['GET .*/images/render-node', 'GET .*/versions', 'PUT .*/versions/1.0.0'],
  ...['GET .*/versions/1.0.0', 'GET .*/operations?/.*', 'GET .*/batchAccounts/renderbatch'],
  ...['GET .*/pools', 'PUT .*/pools/render', 'GET /nodecounts', 'GET /pools/render/nodes'],
  ...['DELETE .*', 'GET .*/virtualMachines'],
]
const properties = JSON.stringify({
  ...{ storageProfile: { osDisk: 7, dataDisks: [null, 7] }, creationData: 7, timeCreated: 7 },
  publishingProfile: { targetRegions: {}, publishedDate: 'x' },
  replicationStatus: { summary: [null, 7] },
})
const answers: readonly Partial<Fault>[] = [
  ...['', 'null', '[7]', '{"properties":7}', '<html>x</html>'].map((text) => ({ text })),
  ...['7', '"/x"', `"${subscription}"`].map((id) => ({
    text: `{"id":${id},"name":{},"tags":[1],"properties":${properties}}`,
  })),
  ...['"/x"', `"${subscription}"`].map((id) => ({
    text: `{"value":[{"id":${id},"properties":${properties}}]}`,
  })),
  { text: '{"value":[],"nextLink":"http://elsewhere.example/x"}' },
  { text: '{"status":"Failed","error":{"details":[null,7]}}' },
  { text: '{}', headers: { 'azure-asyncoperation': 'http://elsewhere.example/x' } },
  { text: '{}', headers: { location: 'http://elsewhere.example/x' } },
].flatMap((answer) => [200, 202].map((status) => ({ ...answer, status })))
const refusals: readonly Partial<Fault>[] = [
  ...['', 'null', '[]', '{"error":7}', '{"error":{"code":7,"message":{},"details":7}}'],
  ...['{"error":{"code":"X","details":[7,null],"innererror":7}}'],
].map((text) => ({ text, status: 400 }))

describe('an answer that no Azure gives', () => {
  test.each(requests)('is told as what was answered: %s', async (request) => {
    const bugs: unknown[] = []
    for (const answer of [...answers, ...refusals]) {
      const azure = simulatedAzure({
        resizes: [{ adds: 0, error: { code: 'AccountCoreQuotaReached', message: 'none' } }],
        faults: [{ on: `^${request}$`, times: 3, takesEffect: true, ...answer }],
      })
      const { failure = '', lines } = await azure.run({ inputs })
      const told = [failure, ...lines].join('\n')
      // Over HTTPS that is a 404.
      if (told.includes('simulator has no behaviour for')) continue
      if (/unexpected error|bug in image-to-pool/.test(told)) bugs.push([answer, failure])
    }
    expect(bugs).toEqual([])
  })
})
