import { parseArmId } from '../shared/arm-id.js'
import { AzureFailure } from '../shared/errors.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import { textAt } from './answer-fields.js'
import type { About } from './errors.js'

/**
 * The items of a page of a list. Throws `AzureFailure` for anything but an array of objects: an answer of another shape
 * (`{}`, `{"value": null}`) does not say that there is nothing.
 */
export function itemsOf(page: JsonObject, about: About): readonly JsonObject[] {
  const { value } = page
  if (!Array.isArray(value)) throw unreadable(about, 'has no array "value"')
  if (!value.every(isJsonObject)) throw unreadable(about, 'holds an item that is no object')
  return value
}

/** The same for a list of resources, each of which has an id. */
export function resourcesOf(page: JsonObject, about: About): readonly JsonObject[] {
  const items = itemsOf(page, about)
  if (items.some((item) => !isId(textAt(item, 'id') ?? ''))) {
    throw unreadable(about, 'holds a resource without an id')
  }
  return items
}

function isId(text: string): boolean {
  return parseArmId(text) !== undefined || /^\/subscriptions\/[^/]+$/i.test(text)
}

/** Where the next page is; undefined behind the last one. Throws `AzureFailure` for a link that is no text: the list is cut there. */
export function nextLinkOf(page: JsonObject, about: About): string | undefined {
  const { nextLink = null } = page
  if (nextLink === null || nextLink === '') return undefined
  if (typeof nextLink !== 'string') throw unreadable(about, 'has a "nextLink" that is no text')
  return nextLink
}

/** An answer that is no list, and why not. */
export function unreadable(about: About, what: string): AzureFailure {
  const message = `the answer is no list: it ${what}`
  return new AzureFailure({ ...about, error: { code: 'UnreadableAnswer', message, details: [] } })
}
