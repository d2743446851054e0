/**
 * Takes out of a text what must never be printed: tokens, assertions, client secrets, SAS and the
 * queries of signed operation URLs. Everything that leaves this folder as text goes through here.
 */

const hidden = '***'

/** `header.payload[.signature]` in base64url: access tokens, ID tokens, client assertions. */
const jsonWebToken = /(?<![\w-])eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g
const authorization = /\b(bearer|basic|sharedkey|sharedaccesssignature)\s+[\w+/=.:~-]{6,}/gi

/** `name=value` or `"name": "value"`, as in form bodies, JSON and inspected objects. */
const secretField =
  /(["']?\b(?:client_secret|client_assertion|assertion|access_token|refresh_token|id_token|password|accountkey|account_key|sharedaccesskey|ACTIONS_ID_TOKEN_REQUEST_TOKEN|AZURE_CLIENT_SECRET)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&,;"'}]+)/gi

const url = /\bhttps?:\/\/[^\s"'<>\\`]+/gi
/** A query without its URL, such as a bare SAS; `sig` is what makes it one. */
const bareSignature = /([?&](?:sig|signature)=)[^&\s"'<>]+/gi

/** Query parameters whose values say nothing secret and help to understand. */
const harmless = new Set(
  ['api-version', '$expand', '$filter', '$select', '$top', 'maxresults', 'timeout'].map((name) =>
    name.toLowerCase(),
  ),
)

/** The URL with the values of its query hidden but for harmless ones, and without user name and password. */
export function redactUrl(text: string): string {
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

/**
 * The text without secrets. `secrets` are values known to be secret, e.g. the client secret given in the
 * environment; shorter than four characters they are too common to be looked for.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, hidden)
  }
  return clean
    .replace(url, redactUrl)
    .replace(bareSignature, `$1${hidden}`)
    .replace(jsonWebToken, hidden)
    .replace(authorization, `$1 ${hidden}`)
    .replace(secretField, `$1${hidden}`)
}

/** The URL's scheme, host and path. */
export function withoutQuery(text: string): string {
  return redactUrl(text.split(/[?#]/)[0] ?? '')
}
