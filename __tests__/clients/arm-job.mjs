// A small job with @azure/arm-compute and @azure/arm-batch of any version: an image, a gallery version, a pool, and all of it away
// again. Runs in a folder that has the packages; the simulator's connection file is the first argument. What was seen is printed as
// JSON.
/* eslint-disable no-restricted-syntax -- what old and new clients have in common is `begin…AndWait`, and nothing is aborted here */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(join(process.cwd(), 'package.json')))
const { BatchManagementClient } = require('@azure/arm-batch')
const { ComputeManagementClient } = require('@azure/arm-compute')
const { ClientSecretCredential } = require('@azure/identity')

const { endpoint, tenant, clientId, clientSecret, subscription } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
)
const credential = new ClientSecretCredential(tenant, clientId, clientSecret, {
  authorityHost: endpoint,
  disableInstanceDiscovery: true,
})
const options = {
  endpoint,
  credentials: { scopes: [`${endpoint}/.default`] },
  credentialScopes: `${endpoint}/.default`,
}
const compute = new ComputeManagementClient(credential, subscription, options)
// Its versions up to 5 are of another generation of clients (ms-rest-js).
const batch = new BatchManagementClient(credential, subscription, {
  ...options,
  baseUri: endpoint,
  longRunningOperationRetryTimeout: 1,
})
const isOldBatch = batch.poolOperations === undefined
const images = `/subscriptions/${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const group = 'rg-images'
const version = [group, 'renderGallery', 'render-node', '3.0.0']
const account = ['rg-batch', 'renderbatch']
const location = 'koreacentral'
const seen = {}

async function all(pages) {
  const items = []
  for await (const item of pages) items.push(item)
  return items
}
const names = (items) => items.map(({ name }) => name).sort()

const osDisk = {
  ...{ osType: 'Linux', osState: 'Generalized' },
  snapshot: { id: `${images}/snapshots/render-os` },
}
const wanted = { location, hyperVGeneration: 'V2', storageProfile: { osDisk } }
const image = await compute.images.beginCreateOrUpdateAndWait(group, 'by-sdk', wanted)
seen.image = image.provisioningState
seen.images = names(await all(compute.images.listByResourceGroup(group)))
seen.snapshots = names(await all(compute.snapshots.listByResourceGroup(group)))
seen.disks = names(await all(compute.disks.list()))
seen.machines = names(await all(compute.virtualMachines.listAll()))
const { statuses } = await compute.virtualMachines.instanceView(group, 'render-vm')
seen.power = statuses.at(-1).code
seen.sets = names(await all(compute.virtualMachineScaleSets.listAll()))
const skus = await all(compute.resourceSkus.list({ filter: `location eq '${location}'` }))
seen.sizes = skus.length > 10
const usages = compute.usageOperations ?? compute.usage
seen.cores = (await all(usages.list(location)))[0].name.value
seen.definitions = names(await all(compute.galleryImages.listByGallery(group, 'renderGallery')))
const made = await compute.galleryImageVersions.beginCreateOrUpdateAndWait(...version, {
  location,
  storageProfile: { source: { id: image.id } },
})
const regions = made.publishingProfile.targetRegions.map(({ name }) => name)
seen.version = [made.provisioningState, regions]

const pools = batch.poolOperations ?? batch.pool
const accounts = batch.batchAccountOperations ?? batch.batchAccount
seen.account = (await accounts.get(...account)).provisioningState
seen.quota = (await (batch.location ?? batch.locationOperations).getQuotas(location)).accountQuota
const pool = {
  vmSize: 'Standard_D4s_v5',
  deploymentConfiguration: {
    virtualMachineConfiguration: {
      imageReference: { id: made.id },
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
    },
  },
  scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } },
}
await pools.create(...account, 'by-sdk', pool)
const list = pools.listByBatchAccount(...account)
seen.pools = names(isOldBatch ? await list : await all(list))
let found
do found = await pools.get(...account, 'by-sdk')
while (found.allocationState !== 'Steady')
seen.nodes = found.currentDedicatedNodes
const metadata = [{ name: 'team', value: 'render' }]
seen.metadata = (await pools.update(...account, 'by-sdk', { metadata })).metadata[0].value
await (pools.beginDeleteAndWait?.(...account, 'by-sdk') ?? pools.deleteMethod(...account, 'by-sdk'))
await compute.galleryImageVersions.beginDeleteAndWait(...version)
await compute.images.beginDeleteAndWait(group, 'by-sdk')
seen.left = names(await all(compute.images.listByResourceGroup(group)))
console.log(JSON.stringify(seen))
