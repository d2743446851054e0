/** Signing in with the runner's ID token through the built action: hiccups are outlived, refusals are named for what they are. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from '@jest/globals'
import { runAction } from './action.js'
import { startCloud, wholeWay, type Cloud } from './azure.js'

const open: { readonly close: () => Promise<void> }[] = []
afterAll(async () => {
  await Promise.all(
    open.splice(0).map(async (one) => {
      await one.close()
    }),
  )
})

function idToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    sub: 'repo:o/r:ref:refs/heads/main',
    iss: 'https://issuer',
    aud: 'api://AzureADTokenExchange',
  }
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`
}

type Answer = (response: ServerResponse) => void
const good: Answer = (response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ value: idToken() }))
}
const status =
  (code: number): Answer =>
  (response) => {
    response.statusCode = code
    response.end('{"message":"no"}')
  }
const text =
  (body: string): Answer =>
  (response) => {
    response.end(body)
  }
const reset: Answer = (response) => {
  response.socket?.resetAndDestroy()
}

/** The runner's token service: these answers in turn, the last one for good. */
async function runner(answers: readonly Answer[]) {
  let asked = 0
  const server: Server = createServer((_, response) => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? good
    asked += 1
    answer(response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  open.push({
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${String(port)}/token?v=1`, asked: () => asked }
}

async function run(answers: readonly Answer[], scenario: Parameters<typeof startCloud>[0] = {}) {
  const cloud: Cloud = await startCloud({ speed: 20_000, ...scenario })
  open.push(cloud)
  const { url, asked } = await runner(answers)
  const { AZURE_TENANT_ID = '', AZURE_CLIENT_ID = '', NODE_EXTRA_CA_CERTS = '' } = cloud.env
  const ended = await runAction({
    inputs: { ...wholeWay, ...cloud.inputs, credential: 'oidc', mode: 'plan' },
    env: {
      ...{ AZURE_TENANT_ID, AZURE_CLIENT_ID, NODE_EXTRA_CA_CERTS },
      ACTIONS_ID_TOKEN_REQUEST_URL: url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-request-token',
    },
  })
  return { ...ended, asked: asked() }
}

describe("a hiccup of the runner's token service", () => {
  test.concurrent.each<[string, readonly Answer[]]>([
    ['a connection that is reset', [reset, good]],
    ['several in a row', [reset, status(500), reset, good]],
    ['500', [status(500), good]],
    ['429', [status(429), good]],
    ['a body that is no JSON', [text('<html>'), good]],
    ['a body without a token', [text('{}'), good]],
    ['an empty body', [text(''), good]],
  ])('%s is outlived', async (_, answers) => {
    const ended = await run(answers)
    expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
    expect(ended.asked).toBeGreaterThanOrEqual(answers.length)
  })

  test.concurrent('that stays: the service and its reason, not the permission', async () => {
    const ended = await run([reset])
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(ended.asked).toBeGreaterThan(3)
    expect(ended.log).toMatch(/token service did not answer/)
    expect(ended.log).toMatch(/ECONNRESET|socket hang up/)
    expect(ended.log).not.toMatch(/id-token: write/)
  })
})

test.concurrent('401 and 403 are the permission, at once', async () => {
  for (const code of [401, 403]) {
    const ended = await run([status(code)])
    expect(ended.status).toBe(1)
    expect(ended.asked).toBe(1)
    expect(ended.log).toMatch(/id-token: write/)
  }
})

describe('what Entra says', () => {
  const fault = (error: string, code: number, words: string, times = 1) => ({
    faults: [
      {
        ...{ on: 'POST .*/token', status: 400, times },
        body: {
          error,
          error_description: `AADSTS${String(code)}: ${words} Trace ID: 1`,
          error_codes: [code],
        },
      },
    ],
  })
  test.concurrent('a transient answer is asked again', async () => {
    const ended = await run(
      [good],
      fault('temporarily_unavailable', 90033, 'A transient error has occurred.'),
    )
    expect(ended.status).toBe(0)
  })
  test.concurrent.each([
    [7002138, 'The subject matches but for its case.', /letter case/],
    [
      900382,
      'Confidential Client is not supported in Cross Cloud request.',
      /another cloud.*environment/s,
    ],
    [90038, 'Tenant is in another cloud.', /another cloud.*environment/s],
    [700213, 'No matching record for subject.', /some minutes.*repo:OWNER@ID\/REPO@ID/s],
    [
      1234567,
      'Something new.',
      /Something new[^]*login\.microsoftonline\.com\/error\?code=1234567/,
    ],
  ])('AADSTS%s', async (code, words, expected) => {
    const ended = await run([good], fault('invalid_client', code, words, 99))
    expect(ended.status).toBe(1)
    expect(ended.log).toMatch(expected)
    expect(ended.log).not.toMatch(/id-token: write/)
  })
})
