import { AzureFailure, type AzureErrorDetail } from '../shared/errors.js'
import { describeCause } from './errors.js'
import type { IdTokenFailure } from './id-token.js'
import { saysItPasses } from './sign-in-patience.js'
import { redact } from '../secrets/redact.js'

/** What an assertion says about itself; the assertion is never kept. */
export interface AssertionClaims {
  readonly subject?: string
  readonly issuer?: string
  readonly audience?: string
}

/** Reads the claims of a JSON web token without checking it. Empty when it is none. */
export function assertionClaims(token: string): AssertionClaims {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    const { sub, iss, aud } = JSON.parse(payload) as Record<string, unknown>
    return {
      ...(typeof sub === 'string' ? { subject: sub } : {}),
      ...(typeof iss === 'string' ? { issuer: iss } : {}),
      ...(typeof aud === 'string' ? { audience: aud } : {}),
    }
  } catch {
    return {} // an ID token of some other form: the refusal then goes without its claims
  }
}

interface Refused {
  readonly kind: string
  /** For people: which credential, which client, which tenant. */
  readonly title: string
  readonly claims: AssertionClaims | undefined
  readonly secrets: readonly string[]
  readonly error: unknown
  readonly idTokenFailure?: IdTokenFailure | undefined
  /** What stood in the way of the last request. */
  readonly trouble?: string | undefined
}

/**
 * The failure of a sign-in: every credential that was tried, with the subject and audience it showed and the
 * answer it got. `scope` is what a token was wanted for; `notTried` says of the others what they lack.
 */
export function signInFailure(
  refused: readonly Refused[],
  { scope, notTried }: { readonly scope: string; readonly notTried: readonly string[] },
): AzureFailure {
  const details = refused.map((attempt) => describeRefusal(attempt))
  const [only] = details
  const error: AzureErrorDetail =
    details.length === 1 && only !== undefined
      ? only
      : {
          code: 'NoCredential',
          message: [
            `no credential was accepted: tried ${refused.map(({ kind }) => kind).join(' and ')}`,
            ...notTried.map((why) => `not tried ${why}`),
          ].join('; '),
          details,
        }
  const last = refused.at(-1)
  return new AzureFailure({
    operation: 'sign in to Azure',
    resource: scope,
    error,
    ...(last === undefined ? {} : { cause: describeCause(last.error, last.secrets) }),
  })
}

function describeRefusal(refused: Refused): AzureErrorDetail {
  const { title, claims, secrets, error, idTokenFailure, trouble } = refused
  if (idTokenFailure !== undefined) {
    const code = idTokenFailure.kind === 'refused' ? 'IdTokenRefused' : 'IdTokenUnavailable'
    const why = redact(idTokenFailure.message, secrets)
    return { code, message: `${title}; the runner's token service: ${gist(why)}`, details: [] }
  }
  const said = redact(error instanceof Error ? error.message : String(error), secrets)
  const shown = [
    claims?.subject === undefined ? '' : `subject "${claims.subject}"`,
    claims?.audience === undefined ? '' : `audience "${claims.audience}"`,
    claims?.issuer === undefined ? '' : `issuer "${claims.issuer}"`,
  ].filter((part) => part !== '')
  const what = shown.length === 0 ? title : `${title}, ${shown.join(', ')}`
  const onTheWay = trouble === undefined ? '' : ` (${redact(trouble, secrets)})`
  return {
    code: codeOf(said, trouble),
    message: `${what}; the answer: ${gist(said)}${onTheWay}`,
    details: [],
  }
}

/** Entra's own code; where it has none, whether it is about the sign-in or about the way there. */
function codeOf(said: string, trouble: string | undefined): string {
  const code = /\bAADSTS\d+\b/.exec(said)?.[0]
  if (code !== undefined && !saysItPasses(said)) return code
  return trouble !== undefined || saysItPasses(said) ? 'SignInUnavailable' : 'SignInFailed'
}

/** Entra's first sentence; what follows is trace ids and time stamps on lines of their own. */
function gist(said: string): string {
  const start = said.search(/AADSTS\d+/)
  const text = start < 0 ? said : said.slice(start)
  const first = text.split(/\r?\n| Trace ID:/)[0] ?? text
  return first.trim().replace(/\.$/, '').slice(0, 600)
}
