import { isJsonObject } from '../../shared/json.js'
import type { Azure } from '../../ports/azure.js'
import { isRefused } from '../is-refused.js'
import type { Page } from '../undo/journal.js'

/**
 * The same Azure; every request that sets off a resize is noted before it is sent, and no more once it was refused or the
 * pool is gone. A resize that is over stays noted: stopping what has ended does nothing.
 */
export function watchResizes(
  azure: Azure,
  page: Pick<Page, 'text' | 'resizes' | 'resizesNot'>,
): Azure {
  async function noting<T>(id: string, apiVersion: string, send: () => Promise<T>): Promise<T> {
    // It may be refused because of the one before it, which then is still on.
    const isNoted = page.text().resizing.some((pool) => pool.id === id)
    page.resizes({ id, apiVersion })
    try {
      return await send()
    } catch (error) {
      if (isRefused(error) && !isNoted) page.resizesNot(id)
      throw error
    }
  }
  return {
    ...azure,
    createPool: async (id, apiVersion, body, call) => {
      const send = async () => await azure.createPool(id, apiVersion, body, call)
      return await noting(id, apiVersion, send)
    },
    updatePool: async (id, apiVersion, body, call) => {
      const send = async () => await azure.updatePool(id, apiVersion, body, call)
      const { properties } = body
      const scales = isJsonObject(properties) && properties['scaleSettings'] !== undefined
      return scales ? await noting(id, apiVersion, send) : await send()
    },
    deletePool: async (id, apiVersion, call) => {
      const operation = await azure.deletePool(id, apiVersion, call)
      page.resizesNot(id)
      return operation
    },
  }
}
