/** The one resource group of a run: how it is named and marked, made, recognised and removed. */
import { randomBytes } from 'node:crypto'
import { waitFor } from '../../src/apply/wait.js'
import type { Clock } from '../../src/ports/clock.js'
import { objectsAt, textAt } from '../../src/shared/json-at.js'
import type { JsonObject } from '../../src/shared/json.js'
import { inBrief } from './probe.js'
import type { Wire } from './wire.js'

export const groupApiVersion = '2021-04-01'

/** The tag's value is the group's own name, so that a tag that was copied to another group says nothing. */
export const tagName = 'image-to-pool-live'
/** When the run began, for a clean-up that leaves young groups alone. */
const sinceTagName = 'image-to-pool-live-since'
const namePattern = /^image-to-pool-live-(\d{8})-([0-9a-f]{8})$/

/** Azure deletes a group within minutes; one with a Batch account may take longer. */
const removalMs = 25 * 60_000

export function newGroupName(nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '')
  return `image-to-pool-live-${day}-${randomBytes(4).toString('hex')}`
}

/** The part of the name that no other run has. */
export function suffixOf(groupName: string): string {
  return namePattern.exec(groupName)?.[2] ?? ''
}

/** Whether a group, as Azure shows it, was made by this kit: by its name **and** its tag. */
export function isKitGroup(group: JsonObject): boolean {
  const name = textAt(group, 'name') ?? ''
  return namePattern.test(name) && textAt(group, 'tags', tagName) === name
}

export interface GroupPlace {
  readonly azure: Wire
  readonly subscriptionId: string
}

export function groupIdOf(subscriptionId: string, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${name}`
}

/** Makes the group; throws where it exists already, or Azure refuses. */
export async function makeGroup(
  { azure, subscriptionId }: GroupPlace,
  { name, location, nowMs }: { readonly name: string; location: string; nowMs: number },
): Promise<void> {
  const path = groupIdOf(subscriptionId, name)
  const there = await azure.arm({ method: 'GET', path, apiVersion: groupApiVersion })
  if (there.status !== 404) throw new Error(`group ${name} is there already: nothing is made in it`)
  const body = {
    location,
    tags: { [tagName]: name, [sinceTagName]: new Date(nowMs).toISOString() },
  }
  const made = await azure.arm({ method: 'PUT', path, apiVersion: groupApiVersion, body })
  if (made.status >= 400) {
    throw new Error(`Azure does not make group ${name}: ${inBrief(made)} ${made.text}`)
  }
}

export interface FoundGroup {
  readonly name: string
  /** Ms since the epoch; 0 where its tag does not say. */
  readonly sinceMs: number
}

/** This kit's groups in the subscription. */
export async function findGroups({
  azure,
  subscriptionId,
}: GroupPlace): Promise<readonly FoundGroup[]> {
  const found: FoundGroup[] = []
  const path = `/subscriptions/${subscriptionId}/resourceGroups`
  let page = await azure.arm({ method: 'GET', path, apiVersion: groupApiVersion })
  for (;;) {
    if (page.status !== 200) {
      throw new Error(`the groups of the subscription cannot be listed: ${inBrief(page)}`)
    }
    found.push(...objectsAt(page.body, 'value').filter(isKitGroup).map(toFound))
    const next = textAt(page.body, 'nextLink')
    if (next === undefined || next === '') return found
    page = await azure.arm({ method: 'GET', path: next })
  }
}

function toFound(group: JsonObject): FoundGroup {
  const sinceMs = Date.parse(textAt(group, 'tags', sinceTagName) ?? '')
  return { name: textAt(group, 'name') ?? '', sinceMs: Number.isNaN(sinceMs) ? 0 : sinceMs }
}

/** Deletes a group with all that is in it, and waits until it is gone. `azure` must be fenced to it. */
export async function removeGroup(
  { azure, subscriptionId }: GroupPlace,
  name: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const path = groupIdOf(subscriptionId, name)
  const request = { path, apiVersion: groupApiVersion }
  const shown = await azure.arm({ method: 'GET', ...request })
  if (shown.status === 404) return
  if (!isKitGroup(shown.body)) {
    throw new Error(`group ${name} does not bear the name and the tag of this kit: left alone`)
  }
  if (textAt(shown.body, 'properties', 'provisioningState') !== 'Deleting') {
    const deleted = await azure.arm({ method: 'DELETE', ...request })
    if (deleted.status >= 400 && deleted.status !== 404) {
      throw new Error(`Azure does not delete group ${name}: ${inBrief(deleted)} ${deleted.text}`)
    }
  }
  await waitFor({
    ...{ clock, signal, deadline: clock.now() + removalMs, what: `the removal of group ${name}` },
    probe: async () => {
      const { status, body, retryAfterMs } = await azure.arm({ method: 'GET', ...request })
      const state = textAt(body, 'properties', 'provisioningState') ?? String(status)
      return status === 404 ? { done: undefined } : { pending: `it is ${state}`, retryAfterMs }
    },
    everyMs: () => 10_000,
    onPending: () => undefined,
  })
}
