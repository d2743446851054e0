import type {
  DataPlaneState,
  JsonObject,
  Scenario,
  StoredResource,
  WorldChange,
  WorldEvent,
} from './kernel.js'
import { objectsAt, textAt } from './json.js'
import type { World } from './resources/batch/pool-image.js'
import { runMachine } from './resources/batch/pool-machine.js'
import {
  anchorOf,
  evictNodes,
  poolsNamed,
  resizePools,
  stopResizes,
} from './resources/batch/pool-events.js'
import { touchPool } from './resources/batch/pool-writes.js'
import { sameText } from './store.js'
import { storeResource } from './world.js'

/** The events still to come. */
export interface Events {
  /** Lets everything happen that is due by now, each at its own moment. Called before each request. */
  run(): void
}

export interface EventsOptions {
  readonly world: World
  /** Where `deny` puts the actions; the same list that the world's scenario has as `denied`. */
  readonly denied: string[]
  readonly onDataPlane: (state: DataPlaneState) => void
  /** Told of an event that found nothing to change. */
  readonly onIdle: (what: string) => void
}

/** `events` of a scenario, seen from the moment that this is called. */
export function createEvents({ events = [] }: Scenario, options: EventsOptions): Events {
  const { world, onIdle } = options
  const startMs = world.clock.now()
  const pending = new Set(events)
  return {
    run() {
      while (pending.size > 0) {
        const due = nextDue(world, pending, startMs)
        if (due === undefined) return
        pending.delete(due.event)
        const then = { ...world, clock: { ...world.clock, now: () => due.atMs } }
        if (!carryOut(then, due.event.do, options)) {
          onIdle(
            `an event of the scenario found nothing to change: ${JSON.stringify(due.event.do)}`,
          )
        }
        // What it means for resizes is settled at that moment, too.
        for (const pool of poolsNamed(then)) runMachine(then, pool)
      }
    },
  }
}

function nextDue(
  world: World,
  pending: ReadonlySet<WorldEvent>,
  startMs: number,
): { readonly event: WorldEvent; readonly atMs: number } | undefined {
  const now = world.clock.now()
  return [...pending]
    .map((event) => {
      const { since = 'start', afterSeconds = 0 } = event
      const anchorMs = since === 'start' ? startMs : anchorOf(world, event, startMs)
      return { event, atMs: (anchorMs ?? Infinity) + afterSeconds * 1000 }
    })
    .filter(({ atMs }) => atMs <= now)
    .toSorted((a, b) => a.atMs - b.atMs)
    .at(0)
}

/** False where there was nothing to change. */
function carryOut(
  world: World,
  change: WorldChange,
  { denied, onDataPlane }: EventsOptions,
): boolean {
  if (change.delete !== undefined) return deleteResource(world, change.delete)
  if (change.put !== undefined) storeResource(world.store, change.put)
  if (change.deny !== undefined) denied.push(...change.deny)
  if (change.dataPlane !== undefined) onDataPlane(change.dataPlane)
  if (change.change !== undefined) return changeResource(world, change.change)
  if (change.stopResize !== undefined) return stopResizes(world, change.stopResize)
  if (change.resize !== undefined) return resizePools(world, change.resize)
  return change.evict === undefined || evictNodes(world, change.evict)
}

function deleteResource(world: World, id: string): boolean {
  for (const child of world.store.ofGroup(id)) world.store.delete(child.id)
  return world.store.delete(id) || deleteSubnet(world, id)
}

function deleteSubnet({ store }: World, id: string): boolean {
  const [networkId = '', name] = id.split(/\/subnets\//i)
  const network = store.get(networkId)
  if (network === undefined || name === undefined) return false
  const before = objectsAt(network.properties, 'subnets')
  const subnets = before.filter((subnet) => !sameText(textAt(subnet, 'name') ?? '', name))
  network.properties = { ...network.properties, subnets }
  return subnets.length < before.length
}

function changeResource(
  world: World,
  { id, properties }: { readonly id: string; readonly properties: JsonObject },
): boolean {
  const resource = world.store.get(id)
  if (resource === undefined) return false
  const changed = { ...resource.properties, ...properties }
  if (isPool(resource)) touchPool(world, resource, changed)
  else resource.properties = changed
  return true
}

function isPool({ type }: StoredResource): boolean {
  return sameText(type, 'Microsoft.Batch/batchAccounts/pools')
}
