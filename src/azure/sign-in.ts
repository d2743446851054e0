import type { Candidate } from './credentials.js'
import { signInFailure } from './sign-in-failure.js'
import { cacheTokens, type TokenCache } from './token-cache.js'

/**
 * One credential out of the candidates: the first that gives a token stays for the whole run. Throws an
 * `AzureFailure` that names each one tried and what to set; `notTried` are others and why not, for that message. `anew`
 * makes the candidates again: MSAL's, which keep tokens until their end, can be told of no other way to let go of one.
 */
export function signIn(
  candidates: readonly Candidate[],
  notTried: readonly string[],
  anew: () => readonly Candidate[] = () => candidates,
): TokenCache {
  let chosen: Candidate | undefined
  return cacheTokens({
    startAnew() {
      chosen = anew().find(({ kind }) => kind === chosen?.kind)
    },
    async getToken(scopes, options) {
      const refused = []
      for (const candidate of chosen === undefined ? candidates : [chosen]) {
        try {
          const token = await candidate.credential.getToken(scopes, options)
          chosen = candidate
          return token
        } catch (error) {
          const { kind, title, claims, secrets } = candidate
          refused.push({ kind, title, claims: claims?.(), secrets, error })
        }
      }
      throw signInFailure(refused, { scope: [scopes].flat().join(' '), notTried })
    },
  })
}
