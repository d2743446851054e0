import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth'

/** A token is renewed this long before it ends, or at half its life where that is shorter. */
const renewBeforeMs = 5 * 60_000
/** A token that ends sooner is not worth sending. */
const usableMs = 10_000

/** What a cache asks. */
export interface TokenSource extends TokenCredential {
  /** From now on gives no token that it gave before. */
  readonly startAnew?: () => void
}

export interface TokenCache extends TokenCredential {
  /** The service takes this token no more, whatever its own end says: the next one is asked for anew. */
  readonly forget: (token: string) => void
}

interface Held {
  readonly token: AccessToken
  readonly renewAt: number
}

/**
 * One sign-in for all clients: a token for each scope, asked for once however many requests want it.
 * A renewal that fails while the old token still holds is tried again at the next request instead of
 * failing this one.
 *
 * The clients each have a cache of their own, whose renewal in the background ends the process with an
 * unhandled rejection when the sign-in is refused meanwhile (core-rest-pipeline, tokenCycler). Tokens are
 * handed to them as already past, so they keep none and ask here every time.
 */
export function cacheTokens(inner: TokenSource, now: () => number = () => Date.now()): TokenCache {
  const held = new Map<string, Held>()
  const asked = new Map<string, Promise<AccessToken>>()

  async function ask(key: string, scopes: string | string[], options: GetTokenOptions) {
    const token = await inner.getToken(scopes, options)
    if (token === null) throw new Error('the credential gave no token')
    const lifeMs = token.expiresOnTimestamp - now()
    held.set(key, {
      token,
      renewAt: token.expiresOnTimestamp - Math.min(renewBeforeMs, lifeMs / 2),
    })
    return token
  }

  /** Callers share one request, so none of their signals may end it. */
  async function renew(key: string, scopes: string | string[], options: GetTokenOptions) {
    const running = asked.get(key)
    if (running !== undefined) return await running
    const shared = { ...options }
    delete shared.abortSignal
    const started = ask(key, scopes, shared).finally(() => asked.delete(key))
    asked.set(key, started)
    return await started
  }

  async function current(scopes: string | string[], options: GetTokenOptions) {
    const key = JSON.stringify([[scopes].flat(), options.tenantId])
    // Claims come with a refusal of the token at hand: only a new one will do.
    if (options.claims !== undefined) return await renew(key, scopes, options)
    const have = held.get(key)
    if (have !== undefined && now() < have.renewAt) return have.token
    try {
      return await renew(key, scopes, options)
    } catch (error) {
      if (have !== undefined && now() + usableMs < have.token.expiresOnTimestamp) return have.token
      throw error
    }
  }

  return {
    async getToken(scopes, options = {}) {
      return { ...(await current(scopes, options)), expiresOnTimestamp: 0 }
    },
    forget(token) {
      for (const [key, have] of held) {
        if (have.token.token !== token) continue
        held.delete(key)
        inner.startAnew?.()
      }
    },
  }
}
