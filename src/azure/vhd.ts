import type { Readable } from 'node:stream'
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'
import type { Azure, VhdEnds } from '../ports/azure.js'

const sectorBytes = 512
/** It is read beside the rest, and what cannot be read is no finding. */
const patienceMs = 3_000

/**
 * Reads the two ends of a VHD by the ranges that a public URI or one with a signature allows. No token goes along, and no
 * redirect is followed: the URI is the user's, wherever it leads.
 */
export function vhdsOf(userAgent: string): Pick<Azure, 'vhd'> {
  const client = createDefaultHttpClient()
  const pipeline = createPipelineFromOptions({
    userAgentOptions: { userAgentPrefix: userAgent },
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
  })
  // What is compressed has other ranges.
  pipeline.removePolicy({ name: 'decompressResponsePolicy' })
  const readRange = async (url: string, from: number, abortSignal: AbortSignal) => {
    const request = createPipelineRequest({
      ...{ url, abortSignal },
      // https://learn.microsoft.com/rest/api/storageservices/specifying-the-range-header-for-blob-service-operations
      headers: createHttpHeaders({
        range: `bytes=${String(from)}-${String(from + sectorBytes - 1)}`,
      }),
      streamResponseStatusCodes: new Set([200, 206]),
    })
    const response = await pipeline.sendRequest(client, request)
    const body = response.readableStreamBody as Readable | undefined
    try {
      if (response.status !== 206 || body === undefined) return undefined
      return { response, bytes: await firstBytes(body) }
    } finally {
      body?.destroy()
    }
  }
  return {
    async vhd(uri, { signal }) {
      if (!/^https:\/\//i.test(uri)) return undefined
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      try {
        const start = await readRange(uri, 0, limit)
        const sizeBytes = start && sizeIn(start.response)
        if (start === undefined || sizeBytes === undefined) return undefined
        const from = Math.max(0, sizeBytes - sectorBytes)
        const end = from === 0 ? start : await readRange(uri, from, limit)
        if (end === undefined) return undefined
        const blobType = start.response.headers.get('x-ms-blob-type')
        const ends: VhdEnds = { sizeBytes, start: start.bytes, end: end.bytes }
        return blobType === undefined ? ends : { ...ends, blobType }
      } catch {
        signal.throwIfAborted()
        return undefined
      }
    },
  }
}

/** `bytes 0-511/32212255232` */
function sizeIn({ headers }: PipelineResponse): number | undefined {
  const size = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  return size === undefined ? undefined : Number(size)
}

async function firstBytes(body: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= sectorBytes) break
  }
  return Buffer.concat(chunks).subarray(0, sectorBytes)
}
