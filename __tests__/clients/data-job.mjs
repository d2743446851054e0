// A small job with @azure/batch on the data plane, signed in with a token and with the account's key: pools, their nodes, and all of
// it away again. Runs in a folder that has the package; the simulator's connection file is the first argument. What was seen is printed
// as JSON.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(join(process.cwd(), 'package.json')))
const { BatchServiceClient, BatchSharedKeyCredentials } = require('@azure/batch')
const { TokenCredentials } = require('@azure/ms-rest-js')

const { endpoint, tenant, clientId, clientSecret, subscription } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
)
const account = `/subscriptions/${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`

async function tokenFor(scope) {
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  }
  const body = new URLSearchParams({ ...form, scope: `${scope}/.default` })
  const answer = await fetch(`${endpoint}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body })
  return (await answer.json()).access_token
}

async function accountKey() {
  const url = `${endpoint}${account}/listKeys?api-version=2024-07-01`
  const headers = { authorization: `Bearer ${await tokenFor(endpoint)}` }
  return (await (await fetch(url, { method: 'POST', headers })).json()).primary
}

const clients = {
  token: new TokenCredentials(await tokenFor('https://batch.core.windows.net')),
  key: new BatchSharedKeyCredentials('renderbatch', await accountKey()),
}
const seen = {}
for (const [id, credentials] of Object.entries(clients)) {
  const { account: batch, computeNode, pool } = new BatchServiceClient(credentials, endpoint)
  const agents = await batch.listSupportedImages()
  const { nodeAgentSKUId, imageReference } = agents.find(({ nodeAgentSKUId: agent }) =>
    agent.includes('ubuntu 22.04'),
  )
  const { publisher, offer, sku } = imageReference
  await pool.add({
    id,
    vmSize: 'standard_d4s_v5',
    virtualMachineConfiguration: { imageReference: { publisher, offer, sku }, nodeAgentSKUId },
    targetDedicatedNodes: 2,
  })
  const isThere = (await pool.exists(id)).body
  let nodes = []
  while (nodes.length < 2 || nodes.some(({ state }) => state !== 'idle')) {
    nodes = await computeNode.list(id)
  }
  const { currentDedicatedNodes, allocationState } = await pool.get(id)
  await pool.resize(id, { targetDedicatedNodes: 1 })
  while ((await pool.get(id)).allocationState !== 'steady');
  await pool.patch(id, { metadata: [{ name: 'team', value: 'render' }] })
  const [{ dedicated }] = await batch.listPoolNodeCounts({
    accountListPoolNodeCountsOptions: { filter: `poolId eq '${id}'` },
  })
  const { metadata } = await pool.get(id)
  const pools = (await pool.list()).map(({ id: name }) => name)
  await pool.deleteMethod(id)
  while ((await pool.exists(id)).body);
  seen[id] = {
    isThere,
    currentDedicatedNodes,
    allocationState,
    left: dedicated.total,
    metadata,
    pools,
  }
}
console.log(JSON.stringify(seen))
