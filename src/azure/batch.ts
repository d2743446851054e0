import type { Azure, BatchAccount, Call, Pool, VmSize } from '../ports/azure.js'
import { listsApiVersion } from '../ports/batch-lists.js'
import { AzureFailure } from '../shared/errors.js'
import type { JsonObject } from '../shared/json.js'
import { given, idOf, listAt, objectAt, oneOf, textAt } from './answer-fields.js'
import {
  armId,
  listArm,
  objectOf,
  readArm,
  sendArm,
  unlessMissing,
  type ArmRequest,
} from './arm.js'
import { inCall, lostAnAnswer, type Answer } from './call.js'
import type { Clients } from './clients.js'
import type { About } from './errors.js'
import { pollLocation } from './location-poller.js'
import { startDeletion } from './operations.js'
import { retryAfterMs } from './retry-after.js'
import { holds } from './sent-body.js'

type Batch = Pick<
  Azure,
  | 'batchAccount'
  | 'batchAccounts'
  | 'pool'
  | 'pools'
  | 'vmSizes'
  | 'createPool'
  | 'updatePool'
  | 'deletePool'
  | 'stopResize'
>

/** More than any region has: one page. */
const mostSizes = 1000

/**
 * Batch accounts and pools. @azure/arm-batch's model of a pool speaks 2023-11-01: it drops newer properties, sends
 * removed ones and rewrites `securityProfile`. So pools go through its pipeline as the JSON they are.
 */
export function batchOf(clients: Clients): Batch {
  async function readPool(id: string, apiVersion: string, { signal }: Call) {
    const about = { operation: `read pool ${armId(id).name}`, resource: id }
    return await unlessMissing(
      inCall(about, signal, async () =>
        toPool(await sendArm(clients, about, { method: 'GET', path: id, apiVersion }), about),
      ),
    )
  }

  /** A write may be accepted without a word of what came of it. */
  async function sendPool(about: About, request: ArmRequest, call: Call): Promise<Pool> {
    const answer = await sendArm(clients, about, request)
    const isSilent = answer.bodyAsText.trim() === ''
    const there = isSilent ? await readPool(about.resource, request.apiVersion, call) : undefined
    return there ?? toPool(answer, about)
  }

  return {
    async batchAccount(id, { signal }) {
      const about = { operation: `read Batch account ${armId(id).name}`, resource: id }
      const request = { path: id, apiVersion: listsApiVersion, signal }
      const found = await readArm(clients, about, request)
      return found && toAccount(found, id)
    },

    async batchAccounts(subscriptionId, { signal }) {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Batch/batchAccounts`
      const operation = `list the Batch accounts of subscription ${subscriptionId}`
      const about = { operation, resource: path }
      return await inCall(about, signal, async () => {
        const pages = await listArm(clients, about, {
          ...{ path, apiVersion: listsApiVersion, hasIds: true },
        })
        return pages.flatMap(({ items }) =>
          items.map((item) => toAccount(item, textAt(item, 'id') ?? path)),
        )
      })
    },

    pool: readPool,

    async pools(accountId, { signal }) {
      const about = {
        operation: `list the pools of Batch account ${armId(accountId).name}`,
        resource: accountId,
      }
      const request = { path: `${accountId}/pools`, apiVersion: listsApiVersion, hasIds: true }
      return await inCall(about, signal, async () => {
        const pages = await listArm(clients, about, request)
        return pages.flatMap(({ items, answer }) =>
          items.map((item) => poolOf(item, answer, { about, etag: textAt(item, 'etag') })),
        )
      })
    },

    async vmSizes({ subscriptionId, location }, { signal }) {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Batch/locations/${location}/virtualMachineSkus`
      const about = { operation: `list the VM sizes of Batch in ${location}`, resource: path }
      const request = { path, apiVersion: listsApiVersion, maxResults: mostSizes }
      return await inCall(about, signal, async () => {
        const pages = await listArm(clients, about, request)
        return pages.flatMap(({ items }) => items.flatMap(toVmSize))
      })
    },

    async createPool(id, apiVersion, body, call) {
      const about = { operation: `create pool ${armId(id).name}`, resource: id }
      const headers = { 'if-none-match': '*' }
      const request: ArmRequest = { method: 'PUT', path: id, apiVersion, body, headers }
      return await inCall(about, call.signal, async (context) => {
        try {
          return await sendPool(about, request, call)
        } catch (error) {
          if (!isThere(error) || !lostAnAnswer(context)) throw error
          // An attempt before this one lost its answer and may have made the pool.
          const there = await readPool(id, apiVersion, call)
          if (there !== undefined && holds(asSent(there), body)) return there
          throw error
        }
      })
    },

    async updatePool(id, apiVersion, body, { signal, etag = '*' }) {
      const about = { operation: `update pool ${armId(id).name}`, resource: id }
      const headers = { 'if-match': etag }
      const request: ArmRequest = { method: 'PATCH', path: id, apiVersion, body, headers }
      return await inCall(about, signal, async (context) => {
        try {
          return await sendPool(about, request, { signal })
        } catch (error) {
          if (!isStale(error) || !lostAnAnswer(context)) throw error
          // The lost attempt may have changed the pool, and with it the ETag.
          const there = await readPool(id, apiVersion, { signal })
          if (there !== undefined && holds(asSent(there), body)) return there
          throw error
        }
      })
    },

    async deletePool(id, apiVersion, call) {
      const about = { operation: `delete pool ${armId(id).name}`, resource: id }
      const headers = call.etag === undefined ? {} : { 'if-match': call.etag }
      const request: ArmRequest = { method: 'DELETE', path: id, apiVersion, headers }
      const read = async ({ signal }: Call): Promise<JsonObject | undefined> => {
        const there = await readPool(id, apiVersion, { signal })
        return there && asSent(there)
      }
      const begin = () => ({ poller: pollLocation(clients, about, request) })
      return await startDeletion({ about, begin, read }, call)
    },

    async stopResize(id, apiVersion, call) {
      const about = { operation: `stop the resize of pool ${armId(id).name}`, resource: id }
      const path = `${id}/stopResize`
      return await inCall(about, call.signal, async () => {
        try {
          return await sendPool(about, { method: 'POST', path, apiVersion }, call)
        } catch (error) {
          if (!(error instanceof AzureFailure) || error.status !== 409) throw error
          // Nothing to stop: it has ended by itself, or somebody (an attempt whose answer was lost) has stopped it.
          const there = await readPool(id, apiVersion, call)
          if (there !== undefined && !isResizing(there)) return there
          throw error
        }
      })
    },
  }
}

function isResizing({ properties }: Pool): boolean {
  return textAt(properties, 'allocationState')?.toLowerCase() === 'resizing'
}

/** The pool's name is taken: the precondition failed, or Batch says so itself. */
function isThere(error: unknown): boolean {
  if (!(error instanceof AzureFailure)) return false
  const taken = ['poolexists', 'poolbeingcreated', 'conflict']
  return (
    error.status === 412 || (error.status === 409 && taken.includes(error.error.code.toLowerCase()))
  )
}

function isStale(error: unknown): boolean {
  return error instanceof AzureFailure && error.status === 412
}

function asSent({ identity, tags, properties }: Pool): JsonObject {
  return { properties, ...given('identity', identity), ...given('tags', tags) }
}

function toVmSize(found: JsonObject): VmSize[] {
  const name = textAt(found, 'name')
  if (name === undefined) return []
  const capabilities = listAt(found, 'capabilities').flatMap((one) => {
    const [key, value] = [textAt(one, 'name'), textAt(one, 'value')]
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  })
  const family = textAt(found, 'familyName') ?? ''
  return [{ name, family, capabilities: Object.fromEntries(capabilities) }]
}

function toPool(answer: Answer, about: About): Pool {
  const found = objectOf(answer, about)
  const etag = textAt(found, 'etag') ?? answer.headers.get('etag')
  return poolOf(found, answer, { about, etag })
}

interface Shown {
  readonly about: About
  readonly etag: string | undefined
}

function poolOf(found: JsonObject, answer: Answer, { about, etag }: Shown): Pool {
  const date = Date.parse(answer.headers.get('date') ?? '')
  return {
    id: textAt(found, 'id') ?? about.resource,
    ...given('etag', etag),
    ...given('identity', found['identity']),
    ...given('tags', found['tags']),
    properties: objectAt(found, 'properties'),
    ...(Number.isNaN(date) ? {} : { serverTime: date }),
    ...given('retryAfterMs', retryAfterMs(answer.headers, Date.now())),
  }
}

function toAccount(found: JsonObject, id: string): BatchAccount {
  const properties = objectAt(found, 'properties')
  const mode = oneOf(['BatchService', 'UserSubscription'], textAt(properties, 'poolAllocationMode'))
  return {
    id: idOf(found, id),
    name: textAt(found, 'name') ?? armId(id).name,
    location: textAt(found, 'location') ?? '',
    ...given('accountEndpoint', textAt(properties, 'accountEndpoint')),
    poolAllocationMode: mode ?? 'BatchService',
    ...given('provisioningState', textAt(properties, 'provisioningState')),
    ...given('publicNetworkAccess', textAt(properties, 'publicNetworkAccess')),
    properties,
  }
}
