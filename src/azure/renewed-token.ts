import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline'
import type { TokenCache } from './token-cache.js'

/**
 * A token may end before its time: revoked, or by the clock of a service that is ahead. One that the service took before and
 * refuses now is replaced, and the request sent once more. A token that was never taken is of the wrong kind: asking for
 * another changes nothing.
 */
export function renewedToken(credential: TokenCache, scope: string): PipelinePolicy {
  const taken = new Set<string>()
  return {
    name: 'imageToPoolRenewedToken',
    async sendRequest(request, next) {
      const response = await next(request)
      const token = tokenOf(request)
      if (response.status !== 401) taken.add(token)
      if (response.status !== 401 || !taken.has(token) || asksForClaims(response)) return response
      credential.forget(token)
      const renewed = await credential.getToken(scope)
      request.headers.set('authorization', `Bearer ${renewed?.token ?? ''}`)
      return await next(request)
    },
  }
}

function tokenOf({ headers }: PipelineRequest): string {
  return headers.get('authorization')?.replace(/^Bearer /i, '') ?? ''
}

/** The SDK's own policy answers those. */
function asksForClaims({ headers }: PipelineResponse): boolean {
  return /\bclaims=/.test(headers.get('www-authenticate') ?? '')
}
