import type { SimulatedClock, Store, StoredResource } from './kernel.js'

const subscriptionPattern = /^\/subscriptions\/([^/]+)/i

/**
 * Resources in memory. A resource that is being deleted is still there until the clock has passed the end of
 * that, then gone: nothing runs in the background.
 */
export function createStore(clock: SimulatedClock): Store {
  const byKey = new Map<string, StoredResource>()

  function present(key: string): StoredResource | undefined {
    const resource = byKey.get(key)
    if (resource?.motion?.state === 'Deleting' && clock.now() >= resource.motion.until) {
      byKey.delete(key)
      return undefined
    }
    return resource
  }

  function all(): StoredResource[] {
    return [...byKey.keys()].flatMap((key) => present(key) ?? [])
  }

  return {
    get: (id) => present(keyOf(id)),
    put(resource) {
      byKey.set(keyOf(resource.id), resource)
    },
    delete: (id) => byKey.delete(keyOf(id)),
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
