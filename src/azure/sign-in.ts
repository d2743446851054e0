import type { Candidate } from './credentials.js'
import { signInFailure } from './sign-in-failure.js'
import { patiently, saysItPasses, type Patience } from './sign-in-patience.js'
import { cacheTokens, type TokenCache } from './token-cache.js'

interface SignInOptions {
  /** Makes the candidates again: MSAL's, which keep tokens until their end, can be told of no other way to let go of one. */
  readonly anew?: () => readonly Candidate[]
  readonly patience: Patience
}

/**
 * One credential out of the candidates: the first that gives a token stays for the whole run. Throws an
 * `AzureFailure` that names each one tried and what to set; `notTried` are others and why not, for that message. What may
 * pass, of Microsoft Entra or on the way there, is tried again first.
 */
export function signIn(
  candidates: readonly Candidate[],
  notTried: readonly string[],
  { anew = () => candidates, patience }: SignInOptions,
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
          const attempt = async () => await candidate.credential.getToken(scopes, options)
          const token = await patiently(attempt, patience, (error) => mayPass(candidate, error))
          chosen = candidate
          return token
        } catch (error) {
          const { kind, title, claims, secrets, idTokenFailure, trouble } = candidate
          const notes = { idTokenFailure: idTokenFailure?.(), trouble: trouble?.() }
          refused.push({ kind, title, claims: claims?.(), secrets, error, ...notes })
        }
      }
      throw signInFailure(refused, { scope: [scopes].flat().join(' '), notTried })
    },
  })
}

/** Of the ways that ask Microsoft Entra; the runner's ID token has been waited for already. */
function mayPass({ trouble, idTokenFailure }: Candidate, error: unknown): boolean {
  if (trouble === undefined || idTokenFailure?.() !== undefined) return false
  return trouble() !== undefined || saysItPasses(error instanceof Error ? error.message : '')
}
