// For findings about @azure/arm-compute: its real client with a function in the place of the network.
import { ComputeManagementClient } from '@azure/arm-compute'
import { createHttpHeaders } from '@azure/core-rest-pipeline'

const credential = {
  getToken: async () => ({ token: 'not-a-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
}

/** `answers` are sent one after the other, the last one again and again. `sent` has method, path and ms since the start. */
export function computeThatAnswers(...answers) {
  const startMs = Date.now()
  const sent = []
  const httpClient = {
    async sendRequest(request) {
      const { status, headers = {}, body } = answers[Math.min(sent.length, answers.length - 1)]
      const { pathname, search } = new URL(request.url)
      sent.push({ method: request.method, path: pathname + search, afterMs: Date.now() - startMs })
      const bodyAsText = body === undefined ? '' : JSON.stringify(body)
      return { request, status, headers: createHttpHeaders(headers), bodyAsText }
    },
  }
  const options = { httpClient, retryOptions: { maxRetries: 0 } }
  const client = new ComputeManagementClient(
    credential,
    '00000000-0000-0000-0000-000000000001',
    options,
  )
  return { client, sent }
}

export const operationUrl = 'https://management.azure.com/operations/1?t=638&s=signature'
export const accepted = (headers = {}) => ({
  status: 201,
  headers: { 'azure-asyncoperation': operationUrl, ...headers },
  body: { name: 'base', properties: { provisioningState: 'Creating' } },
})
export const operation = (status, more = {}, headers = {}) => ({
  status: 200,
  headers,
  body: { status, ...more },
})
export const image = (provisioningState) => ({
  status: 200,
  body: { name: 'base', properties: { provisioningState } },
})
export const wanted = { location: 'westeurope', sourceVirtualMachine: { id: '/invented' } }
export const makeImage = (client, options) =>
  client.images.createOrUpdate('group', 'base', wanted, options)
