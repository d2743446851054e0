import { allows } from '../model/allows.js'
import type { Azure } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'
import { lists, type ListName } from './lists.js'
import type { Unread } from './seen.js'

/** Which lists of a subscription are whole: Resource Manager lists what the caller may read, and does not tell what it left out. */
export interface Rights {
  readonly lacks: ReadonlySet<ListName>
  /** The question itself was not answered. */
  readonly unread?: Unread
}

const all = Object.keys(lists) as ListName[]

/** Asks once, at the subscription's scope; a caller who may not ask may not list either. */
export async function readRights(
  azure: Azure,
  subscriptionId: string,
  signal: AbortSignal,
): Promise<Rights> {
  try {
    const grants = await azure.permissions(`/subscriptions/${subscriptionId}`, { signal })
    return { lacks: new Set(all.filter((name) => !allows(grants, lists[name].right))) }
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error
    const { status, error: detail } = error
    // 404: a Resource Manager of somebody's own that knows no such question.
    if (status === 401 || status === 403 || status === 404) return { lacks: new Set(all) }
    const unread: Unread = {
      list: `what the caller may see in subscription ${subscriptionId}`,
      why: `${detail.code}: ${detail.message}`,
      names: ['image', 'image-version', 'snapshot'],
    }
    return { lacks: new Set(), unread }
  }
}
