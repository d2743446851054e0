import { isObject } from './json.js'

export interface AssertionClaims {
  readonly subject: string
  readonly audience?: string
  /** Seconds since the epoch. */
  readonly expires?: number
}

/** The claims of a client assertion; its signature is not checked. Undefined when it is no JWT with a subject. */
export function readAssertion(jwt: string): AssertionClaims | undefined {
  const payload = jwt.split('.')[1]
  if (payload === undefined) return undefined
  let claims: unknown
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  } catch {
    return undefined // no JSON inside: no JWT
  }
  if (!isObject(claims)) return undefined
  const { sub, aud, exp } = claims
  if (typeof sub !== 'string') return undefined
  return {
    subject: sub,
    ...(typeof aud === 'string' ? { audience: aud } : {}),
    ...(typeof exp === 'number' ? { expires: exp } : {}),
  }
}
