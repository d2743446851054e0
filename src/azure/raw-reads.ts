import { isRestError } from '@azure/core-rest-pipeline'
import { AzureFailure } from '../shared/errors.js'
import type { JsonObject } from '../shared/json.js'
import { objectOf, unlessMissing } from './arm.js'
import { inCall, type Answer, type CallContext } from './call.js'
import { isInsecureUrl, isInvalidUrl, type About } from './errors.js'
import { nextLinkOf, resourcesOf, unreadable } from './list-page.js'
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
      const last = (): Answer | undefined => context.answers.at(-1)
      try {
        await read()
      } catch (error) {
        // The SDK's model of the answer is not what is used: it may well not fit.
        if (isTold(error) || (last()?.status ?? 500) >= 400) throw error
      }
      return objectOf(last() ?? noAnswer, about)
    }),
  )
}

/** A list of an SDK: turns its own pages. */
interface Pages {
  byPage(): AsyncIterator<unknown>
}

/** The resources of all pages as they were answered. Throws `AzureFailure` for a list that is refused, cut or no list. */
export async function listRaw(
  about: About,
  signal: AbortSignal,
  list: () => Pages,
): Promise<readonly JsonObject[]> {
  return await inCall(about, signal, async (context) => {
    const pages = list().byPage()
    const checkLink = pageLinks(about)
    const items: JsonObject[] = []
    while (await turn(pages, about, context)) {
      signal.throwIfAborted()
      const page = objectOf(context.answers.at(-1) ?? noAnswer, about)
      items.push(...resourcesOf(page, about))
      checkLink(nextLinkOf(page, about))
    }
    return items
  })
}

/** Whether there was one more page. What an SDK stumbles over in an answer that is no list is told as just that. */
async function turn(
  pages: AsyncIterator<unknown>,
  about: About,
  { answers }: Pick<CallContext, 'answers'>,
): Promise<boolean> {
  try {
    return (await pages.next()).done !== true
  } catch (error) {
    const last = answers.at(-1)
    if (last !== undefined && last.status < 400) {
      const page = objectOf(last, about)
      resourcesOf(page, about)
      nextLinkOf(page, about)
      if (!isTold(error)) throw unreadable(about, 'holds what the SDK cannot read')
    }
    throw error
  }
}

/** Whether an error says what was answered, or that nothing was. */
function isTold(error: unknown): boolean {
  if (error instanceof AzureFailure || isRestError(error)) return true
  return isInvalidUrl(error) || isInsecureUrl(error)
}

const noAnswer: Pick<Answer, 'bodyAsText' | 'status'> = { bodyAsText: '', status: 0 }
