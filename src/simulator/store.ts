import type { SimulatedClock, Store, StoredResource } from './kernel.js'

const subscriptionPattern = /^\/subscriptions\/([^/]+)/i

/**
 * Resources in memory. A resource that is being deleted is still there until the clock has passed the end of
 * that, then gone: nothing runs in the background.
 */
export function createStore(clock: SimulatedClock): Store {
  const byKey = new Map<string, StoredResource>()
  /** What is stored before has been there for ever. */
  let isRunning = false

  /** When what is there came, and what is gone went: for those who hear of it late. */
  const cameMs = new Map<string, number>()
  const gone: {
    readonly resource: StoredResource
    readonly fromMs: number
    readonly toMs: number
  }[] = []

  function present(key: string): StoredResource | undefined {
    const resource = byKey.get(key)
    if (resource?.motion?.state === 'Deleting' && clock.now() >= resource.motion.until) {
      remove(key, resource.motion.until)
      return undefined
    }
    return resource
  }

  function remove(key: string, toMs: number): boolean {
    const resource = byKey.get(key)
    if (resource !== undefined) gone.push({ resource, fromMs: cameMs.get(key) ?? 0, toMs })
    cameMs.delete(key)
    return byKey.delete(key)
  }

  function all(): StoredResource[] {
    return [...byKey.keys()].flatMap((key) => present(key) ?? [])
  }

  return {
    get: (id) => present(keyOf(id)),
    put(resource) {
      const key = keyOf(resource.id)
      if (isRunning && present(key) === undefined) cameMs.set(key, clock.now())
      byKey.set(key, resource)
    },
    delete: (id) => remove(keyOf(id), clock.now()),
    start() {
      isRunning = true
    },
    asOf(ms) {
      const here = all().filter(({ id }) => (cameMs.get(keyOf(id)) ?? 0) <= ms)
      const were = gone.filter(({ fromMs, toMs }) => fromMs <= ms && toMs > ms)
      return [...here, ...were.map(({ resource }) => resource)]
    },
    list(collectionId) {
      const prefix = `${keyOf(collectionId)}/`
      return all().filter((resource) => {
        const key = keyOf(resource.id)
        return key.startsWith(prefix) && !key.slice(prefix.length).includes('/')
      })
    },
    ofGroup(groupId) {
      const prefix = `${keyOf(groupId)}/`
      return all().filter((resource) => keyOf(resource.id).startsWith(prefix))
    },
    ofType(type, subscriptionId) {
      return all().filter(
        (resource) =>
          sameText(resource.type, type) &&
          (subscriptionId === undefined ||
            sameText(subscriptionPattern.exec(resource.id)?.[1] ?? '', subscriptionId)),
      )
    },
  }
}

function keyOf(id: string): string {
  return id.replace(/\/+$/, '').toLowerCase()
}

/** Whether two texts are the same to Azure, which ignores letter case in ids, types and regions. */
export function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
