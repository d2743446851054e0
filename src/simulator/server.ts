import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { makeLoopbackCertificate } from './certificate.js'
import type { SimulatedRequest } from './kernel.js'
import { contentOf } from './client.js'
import type { Answer, Simulator } from './simulator.js'

export interface ServerOptions {
  /** 0 or absent: a free one. */
  readonly port?: number
  /** Called with each request that the simulator has no behaviour for, or fails at. */
  readonly onUnknown?: (request: string) => void
}

export interface SimulatorServer {
  /** `https://localhost:PORT` */
  readonly endpoint: string
  /** Path of the CA certificate (PEM) that clients are to trust. */
  readonly caFile: string
  /** Path of a JSON file with all that a client needs to sign in, for `scripts/az.mjs`. */
  readonly connectionFile: string
  /** The same CA certificate, for a client in this process. */
  readonly ca: string
  close(): Promise<void>
}

const host = '127.0.0.1'

/**
 * Serves a simulator over HTTPS on loopback, with a CA made for this run. Tokens are checked here: a client must
 * have signed in. Rejects when the port is taken.
 */
export async function startServer(
  simulator: Simulator,
  { port = 0, onUnknown = () => undefined }: ServerOptions = {},
): Promise<SimulatorServer> {
  const { ca, cert, key } = await makeLoopbackCertificate()
  const server = createServer({ cert: `${cert}\n${ca}`, key }, (incoming, outgoing) => {
    answer(simulator, incoming, outgoing, onUnknown).catch((error: unknown) => {
      onUnknown(
        `simulator failed at ${incoming.method ?? ''} ${incoming.url ?? ''}: ${told(error)}`,
      )
      outgoing.destroy()
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const actualPort = address === null || typeof address === 'string' ? port : address.port
  const folder = await mkdtemp(join(tmpdir(), 'image-to-pool-simulator-'))
  const caFile = join(folder, 'ca.pem')
  await writeFile(caFile, ca)
  const endpoint = `https://localhost:${String(actualPort)}`
  const connectionFile = join(folder, 'connection.json')
  const { tenantId: tenant, clientId, clientSecret, subscriptionId: subscription } = simulator
  const connection = { endpoint, ca: caFile, tenant, clientId, clientSecret, subscription }
  await writeFile(connectionFile, JSON.stringify(connection), { mode: 0o600 })
  return {
    endpoint,
    caFile,
    connectionFile,
    ca,
    async close() {
      server.close()
      server.closeAllConnections()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

async function answer(
  simulator: Simulator,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onUnknown: (request: string) => void,
): Promise<void> {
  const body = await text(incoming)
  const result = simulator.handle(toRequest(incoming, body), { checkTokens: true })
  if (result.unknown !== undefined) onUnknown(result.unknown)
  if (result.delaySeconds !== undefined) {
    await setTimeout((result.delaySeconds * 1000) / simulator.clock.speed, undefined, {
      ref: false,
    })
  }
  if (result.break === 'timeout') return // the socket stays open until the client gives up or the server closes
  // Too late to refuse the connection: the nearest that can be done is to break it.
  if (result.break === 'reset' || result.break === 'refused') {
    incoming.socket.resetAndDestroy()
    return
  }
  send(outgoing, result)
}

function toRequest(incoming: IncomingMessage, body: string): SimulatedRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  const url = new URL(incoming.url ?? '/', `https://${incoming.headers.host ?? 'localhost'}`)
  return { method: incoming.method ?? 'GET', url, headers, body: body === '' ? undefined : body }
}

function send(outgoing: ServerResponse, answered: Answer): void {
  const { status, headers, break: broken } = answered
  const content = Buffer.from(contentOf(answered))
  // An answer to HEAD tells the length of what it does not bring.
  outgoing.writeHead(status, { 'content-length': content.length, ...headers })
  if (broken !== 'truncate') {
    outgoing.end(content)
    return
  }
  outgoing.write(content.subarray(0, Math.floor(content.length / 2)), () => {
    outgoing.socket?.destroy()
  })
}
