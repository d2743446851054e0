import type { JsonObject } from '../shared/json.js'
import { listAt, textAt } from './answer-fields.js'
import { objectOf, unlessMissing } from './arm.js'
import { inCall, type Answer } from './call.js'
import type { About } from './errors.js'
import { pageLinks } from './next-page.js'

/**
 * Reads by an SDK's method and returns the answer's own JSON: the SDK's models leave out what they don't know.
 * Undefined for 404.
 */
export async function readRaw(
  about: About,
  signal: AbortSignal,
  read: () => Promise<unknown>,
): Promise<JsonObject | undefined> {
  return await unlessMissing(
    inCall(about, signal, async (context) => {
      await read()
      return objectOf(context.answers.at(-1) ?? noAnswer, about)
    }),
  )
}

/** A list of an SDK: turns its own pages. */
interface Pages {
  byPage(): AsyncIterator<unknown>
}

/** The items of all pages as they were answered. Undefined for 404. */
export async function listRaw(
  about: About,
  signal: AbortSignal,
  list: () => Pages,
): Promise<readonly JsonObject[] | undefined> {
  return await unlessMissing(
    inCall(about, signal, async (context) => {
      const pages = list().byPage()
      const checkLink = pageLinks(about)
      const items: JsonObject[] = []
      while ((await pages.next()).done !== true) {
        signal.throwIfAborted()
        const page = objectOf(context.answers.at(-1) ?? noAnswer, about)
        items.push(...listAt(page, 'value'))
        checkLink(textAt(page, 'nextLink'))
      }
      return items
    }),
  )
}

const noAnswer: Pick<Answer, 'bodyAsText' | 'status'> = { bodyAsText: '', status: 0 }
