import type { TokenCredential } from '@azure/core-auth'
import type { Candidate } from './credentials.js'
import { signInFailure } from './sign-in-failure.js'
import { cacheTokens } from './token-cache.js'

/**
 * One credential out of the candidates: the first that gives a token stays for the whole run. Throws an
 * `AzureFailure` that names each one tried and what to set; `notTried` are others and why not, for that message.
 */
export function signIn(
  candidates: readonly Candidate[],
  notTried: readonly string[],
): TokenCredential {
  let chosen: Candidate | undefined
  return cacheTokens({
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
