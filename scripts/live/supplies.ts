/** What several probes share, made in the kit's group when the first of them asks for it. */
import { waitFor } from '../../src/apply/wait.js'
import type { Clock } from '../../src/ports/clock.js'
import { jsonAt, objectAt, objectsAt, textAt } from '../../src/shared/json-at.js'
import type { JsonObject } from '../../src/shared/json.js'
import { versions } from './api-versions.js'
import { definitionBody, diskBody, imageBody, noNodes, odata } from './bodies.js'
import { drain, type Drained } from './draining.js'
import { makeNodes, type NodePool } from './node-pool.js'
import { accept, NotPossible } from './probe.js'
import type { Wire } from './wire.js'

/** Where a run is. */
export interface Site {
  readonly azure: Wire
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Ms since the epoch: no wait goes on for longer. */
  readonly deadlineMs: number
  readonly subscriptionId: string
  readonly groupId: string
  readonly location: string
  /** Another region, for what must not cross regions. */
  readonly otherLocation: string
  /** Of the group's name, in the names of what must be unique in the world. */
  readonly suffix: string
}

export interface Account {
  readonly id: string
  readonly endpoint: string
  /** As a GET shows it. */
  readonly shown: JsonObject
}

export interface Supplies extends Site {
  readonly account: () => Promise<Account>
  /** A Linux OS disk of generation 2 with nothing on it. */
  readonly disk: () => Promise<string>
  readonly snapshot: () => Promise<string>
  readonly image: () => Promise<string>
  readonly gallery: () => Promise<string>
  /** Takes generalized Linux images of generation 2. */
  readonly definition: () => Promise<string>
  /** A pool without nodes. */
  readonly pool: () => Promise<string>
  /** A pool without nodes that a formula scales. */
  readonly formulaPool: () => Promise<string>
  /** A pool with a node that is ready. */
  readonly nodes: () => Promise<NodePool>
  /** What came of a pool at work that was made smaller; the first that asks for it has it on its wire. */
  readonly drained: (azure: Wire) => Promise<Drained>
  /** A job on the pool without nodes. */
  readonly job: () => Promise<string>
  readonly id: (type: string, name: string) => string
  /** The body of a pool on a Marketplace image: without nodes, unless `more` says otherwise. */
  readonly poolBody: (more?: JsonObject) => Promise<JsonObject>
  /** Waits until a resource is made, changed or gone. Throws where Azure says that it failed. */
  readonly settled: (id: string, apiVersion: string) => Promise<JsonObject>
}

/** Sizes of two cores, of which most regions have one. */
const sizes = ['Standard_D2s_v5', 'Standard_D2as_v5', 'Standard_D2s_v6', 'Standard_D2s_v4']
/** Their image must be one of these; the first that the account supports. */
const agents = ['batch.node.ubuntu 24.04', 'batch.node.ubuntu 22.04']

export function createSupplies(site: Site): Supplies {
  const { azure, groupId, location, suffix } = site
  const id = (type: string, name: string): string => `${groupId}/providers/${type}/${name}`

  async function make(path: string, apiVersion: string, body: JsonObject): Promise<string> {
    accept(await azure.arm({ method: 'PUT', path, apiVersion, body }), path)
    await settled(path, apiVersion)
    return path
  }

  async function settled(path: string, apiVersion: string): Promise<JsonObject> {
    return await waitFor({
      ...{ clock: site.clock, signal: site.signal, deadline: site.deadlineMs, what: path },
      probe: async () => {
        const { status, body, retryAfterMs } = await azure.arm({ method: 'GET', path, apiVersion })
        const state = textAt(body, 'properties', 'provisioningState') ?? String(status)
        if (state === 'Failed') throw new NotPossible(`Azure failed to make ${path}`)
        if (status === 401 || status === 403) throw new NotPossible(`${path} may not be read`)
        return state === 'Succeeded' ? { done: body } : { pending: `it is ${state}`, retryAfterMs }
      },
      everyMs: () => 5000,
      onPending: () => undefined,
    })
  }

  const account = once(async (): Promise<Account> => {
    const path = id('Microsoft.Batch/batchAccounts', `itplive${suffix}`)
    const body = { location, properties: { publicNetworkAccess: 'Enabled' } }
    await make(path, versions.batch, body)
    const { body: shown } = await azure.arm({
      method: 'GET',
      path,
      apiVersion: versions.batch,
    })
    return { id: path, endpoint: textAt(shown, 'properties', 'accountEndpoint') ?? '', shown }
  })
  const disk = once(async () => {
    const body = diskBody(location)
    return await make(id('Microsoft.Compute/disks', 'os'), versions.disks, body)
  })
  const snapshot = once(async () => {
    const creationData = { createOption: 'Copy', sourceResourceId: await disk() }
    const path = id('Microsoft.Compute/snapshots', 'os')
    return await make(path, versions.disks, { location, properties: { creationData } })
  })
  const image = once(async () => {
    const path = id('Microsoft.Compute/images', 'image')
    return await make(path, versions.images, imageBody(location, await snapshot()))
  })
  const gallery = once(async () => {
    const path = id('Microsoft.Compute/galleries', `live${suffix}`)
    return await make(path, versions.galleries, { location, properties: {} })
  })
  const definition = once(async () => {
    const path = `${await gallery()}/images/generalized`
    return await make(path, versions.galleries, definitionBody(location, 'generalized'))
  })

  const machine = once(async () => {
    const { endpoint } = await account()
    const [vmSize, image_] = await Promise.all([findSize(site), findImage(azure, endpoint)])
    return { vmSize, deploymentConfiguration: { virtualMachineConfiguration: image_ } }
  })
  async function poolBody(more: JsonObject = {}): Promise<JsonObject> {
    return { properties: { ...(await machine()), scaleSettings: noNodes, ...more } }
  }
  async function makePool(name: string, more: JsonObject): Promise<string> {
    const path = `${(await account()).id}/pools/${name}`
    return await make(path, versions.batch, await poolBody(more))
  }
  const pool = once(async () => await makePool('empty', {}))
  const formulaPool = once(async () => {
    const autoScale = { formula: '$TargetDedicatedNodes = 0;', evaluationInterval: 'PT5M' }
    return await makePool('formula', { scaleSettings: { autoScale } })
  })
  const nodes = once(async () => {
    return await makeNodes(site, await account(), {
      name: 'nodes',
      count: 1,
      body: await poolBody(),
    })
  })
  const drained = once(async (own: Wire) => {
    return await drain({ ...site, azure: own }, await account(), await poolBody())
  })
  const job = once(async () => {
    const { endpoint } = await account()
    await pool()
    const body = { id: 'job', poolInfo: { poolId: 'empty' } }
    const headers = odata
    const request = { method: 'POST', path: '/jobs', apiVersion: versions.batchData } as const
    accept(await azure.batch(endpoint, { ...request, headers, body }), '/jobs')
    return 'job'
  })
  return {
    ...site,
    ...{
      account,
      disk,
      snapshot,
      image,
      gallery,
      definition,
      pool,
      formulaPool,
      nodes,
      drained,
      job,
    },
    ...{ id, poolBody, settled },
  }
}

/** The first call makes it, the others wait for the same. */
function once<T, A extends readonly unknown[]>(
  make: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  let made: Promise<T> | undefined
  return async (...args) => await (made ??= make(...args))
}

async function findSize({ azure, subscriptionId, location }: Site): Promise<string> {
  const provider = `/subscriptions/${subscriptionId}/providers/Microsoft.Batch`
  const path = `${provider}/locations/${location}/virtualMachineSkus`
  const names: string[] = []
  let page = await azure.arm({ method: 'GET', path, apiVersion: versions.batch })
  for (;;) {
    accept(page, path)
    names.push(...objectsAt(page.body, 'value').map((one) => textAt(one, 'name') ?? ''))
    const next = textAt(page.body, 'nextLink')
    if (next === undefined || next === '') break
    page = await azure.arm({ method: 'GET', path: next })
  }
  const found = sizes.find((size) =>
    names.some((name) => name.toLowerCase() === size.toLowerCase()),
  )
  if (found !== undefined) return found
  throw new NotPossible(`Batch offers none of ${sizes.join(', ')} in ${location}`)
}

/** What the account says of the images that it supports. */
export async function listImages(azure: Wire, endpoint: string): Promise<readonly JsonObject[]> {
  const request = { method: 'GET', apiVersion: versions.batchData } as const
  const items: JsonObject[] = []
  let page = await azure.batch(endpoint, { ...request, path: '/supportedimages' })
  for (;;) {
    accept(page, 'the list of supported images')
    items.push(...objectsAt(page.body, 'value'))
    const next = textAt(page.body, 'odata.nextLink')
    if (next === undefined) return items
    page = await azure.batch(endpoint, { method: 'GET', path: next })
  }
}

/** The machine's image and agent, as the account supports them. */
async function findImage(azure: Wire, endpoint: string): Promise<JsonObject> {
  const items = await listImages(azure, endpoint)
  for (const agent of agents) {
    const found = items.find((item) => textAt(item, 'nodeAgentSKUId') === agent)
    const image = objectAt(found, 'imageReference')
    if (image === undefined) continue
    const { publisher = '', offer = '', sku = '' } = image
    const imageReference = { publisher, offer, sku, version: jsonAt(image, 'version') ?? 'latest' }
    return { imageReference, nodeAgentSkuId: agent }
  }
  throw new NotPossible(`the account supports none of ${agents.join(', ')}`)
}
