import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline'
import { sendArm, type ArmRequest } from './arm.js'
import type { Answer } from './call.js'
import type { Clients } from './clients.js'
import { failureOfResponse, type About } from './errors.js'
import type { Poller } from './operations.js'

/**
 * A raw request whose work goes on under the `Location` of its answer: 202 there for as long as it lasts, then 200
 * or 204, or the error that it ended with (Batch's `poolOperationResults`). The SDK has a poller only for requests of
 * its own, which speak one version of the API.
 */
export function pollLocation(clients: Clients, about: About, request: ArmRequest): Poller {
  let next: string | undefined
  let status: 'running' | 'succeeded' = 'running'

  function take({ status: answered, headers }: Pick<Answer, 'status' | 'headers'>): void {
    next = headers.get('location') ?? next
    if (answered !== 202) status = 'succeeded'
  }
  const accepted = sendArm(clients, about, request).then(take)

  return {
    get isDone() {
      return status === 'succeeded'
    },
    get operationState() {
      return { status }
    },
    submitted: async () => {
      await accepted
    },
    async poll() {
      if (status === 'succeeded' || next === undefined) return
      const headers = createHttpHeaders({ accept: 'application/json' })
      const url = new URL(next, clients.endpoint).href
      const response = await clients.sendArm(createPipelineRequest({ method: 'GET', url, headers }))
      if (response.status >= 400) throw failureOfResponse(response, about)
      take(response)
    },
  }
}
