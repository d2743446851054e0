/**
 * Takes out of a text what must never be printed: tokens, assertions, client secrets, SAS and the
 * queries of signed operation URLs. Everything that leaves this folder as text goes through here.
 */

import { hideSecretFields } from './secret-fields.js'
import { authorization, basicAuthorization, hidden, jsonWebToken } from './shapes.js'

const url = /\bhttps?:\/\/[^\s"'<>\\`]+/gi
/** A query without its URL, such as a bare SAS; `sig` is what makes it one. */
const bareSignature = /([?&](?:sig|signature)=)[^&\s"'<>]+/gi

/** Query parameters whose values say nothing secret and help to understand. */
const harmless = new Set(
  ['api-version', '$expand', '$filter', '$select', '$top', 'maxresults', 'timeout'].map((name) =>
    name.toLowerCase(),
  ),
)

/** Microsoft Entra's page on one of its codes, which only its query names. */
export function isCodePage(address: string): boolean {
  return /^https:\/\/login\.microsoftonline\.com\/error\?code=\d{4,12}$/.test(address)
}

/** The URL with the values of its query hidden but for harmless ones, and without user name and password. */
export function redactUrl(text: string): string {
  if (isCodePage(text)) return text
  const [base = '', ...rest] = text.split('?')
  const visible = base.replace(/^(https?:\/\/)[^/@]*@/i, '$1')
  if (rest.length === 0) return visible
  const parts = rest
    .join('?')
    .split('&')
    .map((part) => {
      const [name = ''] = part.split('=')
      const decoded = name.replace(/%24/g, '$').toLowerCase()
      return harmless.has(decoded) || !part.includes('=') ? part : `${name}=${hidden}`
    })
  return `${visible}?${parts.join('&')}`
}

let hideKnown = (text: string): string => text

/**
 * From now on `hide` goes over every text first, with all that the run knows to be secret: what only looks like a secret
 * may be a part of a known one, whose rest nobody would find. For the whole process, as is the SDKs' own log.
 */
export function hideFirst(hide: (text: string) => string): void {
  hideKnown = hide
}

/**
 * The text without secrets. `secrets` are values known to be secret, e.g. the client secret given in the
 * environment; shorter than four characters they are too common to be looked for. `shownUrl` says what is left of a URL.
 */
export function redact(
  text: string,
  secrets: readonly string[] = [],
  shownUrl: (address: string) => string = redactUrl,
): string {
  let clean = hideKnown(text)
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, hidden)
  }
  clean = clean
    .replace(url, shownUrl)
    .replace(bareSignature, `$1${hidden}`)
    .replace(jsonWebToken, hidden)
    .replace(authorization, `$1$2${hidden}`)
    .replace(basicAuthorization, `$1$2${hidden}`)
  return hideSecretFields(clean)
}

/** The URL's scheme, host and path. */
export function withoutQuery(text: string): string {
  return redactUrl(text.split(/[?#]/)[0] ?? '')
}
