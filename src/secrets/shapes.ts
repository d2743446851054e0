/** What a secret looks like wherever it stands: the one list of shapes. */

export const hidden = '***'

// Azure, scripts and people decide how long a text is. So that each takes time as it is long and no more, a pattern begins
// where its text can only begin once, and takes what it has begun with.

/** `header.payload[.signature]` in base64url: access tokens, ID tokens, client assertions. */
export const jsonWebToken = /(?<![\w-])eyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?/g
export const authorization = /\b(bearer|sharedkey\w*|sharedaccesssignature)(\s+)[\w.~+/:=&%-]{6,}/gi
/** "the basic networking" is none: base64 of a name and a password has more than small letters. */
export const basicAuthorization =
  /\b(basic|Basic|BASIC)(\s+)(?=[\w+/=.:~-]*[\dA-Z+/=])[\w+/=.:~-]{6,}/g
export const privateKey =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g
/** Of GitHub, GitLab, Slack, AWS and others, by how they begin. */
export const prefixedToken =
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|sk-|hf_|npm_|pypi-)[\w-]{10,}/g
/** Keys of storage and Batch accounts: 64 or 32 bytes in base64. */
export const accountKey = /(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)(?!=)/g

/** Those that are certain enough to be held against whoever wrote them. */
const certain: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a connection string with an account key', pattern: /AccountKey=[A-Za-z0-9+/]{20,}/i },
  { what: 'a shared access signature', pattern: /[?&]sig=[A-Za-z0-9%+/=_-]{16,}/i },
  { what: 'a JSON Web Token', pattern: /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/ },
  { what: 'a token of GitHub', pattern: /\b(gh[pousr]_\w{30,}|github_pat_\w{30,})/ },
  { what: 'an account key', pattern: /(^|[\s"'=:])[A-Za-z0-9+/]{86}==($|[\s"';])/ },
]

const shortest = 20

/** What the text shows itself to be, if it is secret. Never says the value. */
export function secretShapeOf(text: string): string | undefined {
  if (text.length < shortest) return undefined
  return certain.find(({ pattern }) => pattern.test(text))?.what
}
