import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { namedClouds } from '../../../src/azure/clouds.js'
import { credentialCandidates, passedOver, type Candidate } from '../../../src/azure/credentials.js'
import { openAzure, type AzureOptions } from '../../../src/azure/open-azure.js'
import { signIn } from '../../../src/azure/sign-in.js'
import { usualPatience } from '../../../src/azure/sign-in-patience.js'
import { AzureFailure, UserError } from '../../../src/shared/errors.js'
import { batch, call, scriptedClient, type Scripted } from './scripted-client.js'

describe('signing in', () => {
  const tenant = '10000000-0000-4000-8000-000000000000'
  const client = '20000000-0000-4000-8000-000000000000'
  const poolId = `${batch}/batchAccounts/acct/pools/render`
  const subject = 'repo:octo/render:ref:refs/heads/main'
  const issuer = 'https://token.actions.githubusercontent.com'

  function idToken(audience: string, number = 1): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { sub: subject, iss: issuer, aud: audience, jti: String(number) }
    return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`
  }

  /** Entra ID and one pool. `token` answers the requests for tokens, `pool` all others, by the token that they come with. */
  function entra(
    token: (form: URLSearchParams) => Scripted,
    pool: (token: string | undefined) => Scripted = () => ({
      body: { id: poolId, properties: {} },
    }),
  ) {
    const forms: URLSearchParams[] = []
    const http = scriptedClient(({ url, body, headers }) => {
      if (url.includes('/openid-configuration')) return { body: openIdConfiguration(url) }
      if (url.includes('/oauth2/v2.0/token')) {
        const form = new URLSearchParams(body as string)
        forms.push(form)
        return token(form)
      }
      return pool(headers.get('authorization'))
    })
    return { http, forms }
  }

  function openIdConfiguration(url: string): object {
    const base = url.split('/v2.0/')[0] ?? ''
    return {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }
  }

  function grant(seconds: number, token = 'granted'): Scripted {
    return {
      body: {
        token_type: 'Bearer',
        expires_in: seconds,
        ext_expires_in: seconds,
        access_token: token,
      },
    }
  }

  function refuse(code: number, text: string): Scripted {
    return {
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: `AADSTS${String(code)}: ${text} Trace ID: 1 Correlation ID: 2 Timestamp: 3`,
        error_codes: [code],
        correlation_id: '2',
      },
    }
  }

  afterEach(() => {
    jest.useRealTimers()
  })

  function options(more: Partial<AzureOptions>): AzureOptions {
    return {
      environment: 'AzureCloud',
      credential: 'auto',
      env: {},
      version: '1.2.3',
      signal: new AbortController().signal,
      signInPausesMs: [0, 0, 0],
      ...more,
    }
  }

  const patience = { ...usualPatience(new AbortController().signal), pausesMs: [] }

  async function failureOf(more: Partial<AzureOptions>): Promise<unknown> {
    return await openAzure(options(more)).catch((thrown: unknown) => thrown)
  }

  describe('oidc', () => {
    const principal = { tenantId: tenant, clientId: client }

    test.each([
      ['AzureCloud', 'login.microsoftonline.com', 'api://AzureADTokenExchange'],
      ['AzureUSGovernment', 'login.microsoftonline.us', 'api://AzureADTokenExchangeUSGov'],
      // MSAL knows that this authority's tokens come from here
      ['AzureChinaCloud', 'login.partner.microsoftonline.cn', 'api://AzureADTokenExchangeChina'],
    ])("%s: shows the runner's token at %s", async (environment, host, audience) => {
      const { http, forms } = entra(() => grant(3600))
      const asked: string[] = []
      const requestIdToken = async (wanted: string): Promise<string> => {
        asked.push(wanted)
        return await Promise.resolve(idToken(wanted))
      }
      await openAzure(
        options({
          ...principal,
          environment,
          credential: 'oidc',
          requestIdToken,
          httpClient: http,
        }),
      )
      expect(asked).toEqual([audience])
      expect(forms[0]?.get('client_assertion')).toBe(idToken(audience))
      const token = http.sent.find(({ url }) => url.includes('/oauth2/v2.0/token'))
      expect(token?.url.split('?')[0]).toBe(`https://${host}/${tenant}/oauth2/v2.0/token`)
    })

    test('asks the runner for a new token at every renewal', async () => {
      let tokens = 0
      const { http, forms } = entra(() => grant(3600, `granted ${String(forms.length)}`))
      const requestIdToken = async (audience: string): Promise<string> => {
        tokens += 1
        return await Promise.resolve(idToken(audience, tokens))
      }
      const azure = await openAzure(
        options({ ...principal, credential: 'oidc', requestIdToken, httpClient: http }),
      )
      jest.useFakeTimers({
        now: Date.now() + 1800_000,
        doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
      })
      await azure.pool(poolId, '2025-06-01', call())
      expect(tokens).toBe(1)
      jest.setSystemTime(Date.now() + 1600_000)
      await azure.pool(poolId, '2025-06-01', call())
      const assertions = forms.map((form) => form.get('client_assertion'))
      expect(tokens).toBe(2)
      expect(new Set(assertions).size).toBe(2)
      expect(http.sent.at(-1)?.headers['authorization']).toBe('Bearer granted 2')
    })

    test('refused: says what it showed and what to set', async () => {
      const text = 'No matching federated identity record found for presented assertion subject.'
      const { http } = entra(() => refuse(700213, text))
      const failure = await failureOf({
        ...principal,
        credential: 'oidc',
        requestIdToken: async (audience) => await Promise.resolve(idToken(audience)),
        httpClient: http,
      })
      expect(failure).toBeInstanceOf(AzureFailure)
      const { message, error } = failure as AzureFailure
      expect(error.code).toBe('AADSTS700213')
      for (const part of [
        'sign in to Azure',
        `oidc: client ${client} in tenant ${tenant}`,
        `subject "${subject}"`,
        'audience "api://AzureADTokenExchange"',
        `issuer "${issuer}"`,
        text.slice(0, -1),
      ]) {
        expect(message).toContain(part)
      }
      expect(message).not.toContain('Trace ID')
      expect(message).not.toContain(idToken('api://AzureADTokenExchange'))
    })

    test('whose runner does not answer is told as such', async () => {
      const { http } = entra(() => grant(3600))
      const failure = await failureOf({
        ...principal,
        credential: 'oidc',
        requestIdToken: async () => await Promise.reject(new Error('Failed to get ID Token: 500')),
        httpClient: http,
      })
      expect((failure as AzureFailure).error).toMatchObject({
        code: 'IdTokenUnavailable',
        message: expect.stringMatching(/^oidc: client .*token service: .*ID Token: 500/) as unknown,
      })
    })
  })

  test('a refused secret is told by the code, whose it is, and never by itself', async () => {
    const { http } = entra(() => refuse(7000215, 'Words.'))
    const failure = await failureOf({
      credential: 'environment',
      env: { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_CLIENT_SECRET: 'hunter2' },
      httpClient: http,
    })
    expect((failure as AzureFailure).error).toMatchObject({
      code: 'AADSTS7000215',
      message: `environment: client ${client} in tenant ${tenant} with the secret in AZURE_CLIENT_SECRET; the answer: AADSTS7000215: Words`,
    })
    expect((failure as Error).message).not.toContain('hunter2')
  })

  describe('what is missing is named before anything is sent', () => {
    test.each([
      ['oidc without a client ID', { credential: 'oidc' }, 'client-id'],
      ['oidc without a tenant', { credential: 'oidc', clientId: client }, 'tenant-id'],
      [
        'oidc without a runner',
        { credential: 'oidc', clientId: client, tenantId: tenant },
        'credential',
      ],
      [
        'environment without a secret',
        { credential: 'environment', clientId: client, tenantId: tenant },
        'credential',
      ],
    ] as const)('%s', async (_, given, input) => {
      const http = scriptedClient([])
      const failure = await failureOf({ ...given, httpClient: http })
      expect(failure).toBeInstanceOf(UserError)
      expect((failure as UserError).findings).toMatchObject([{ at: { kind: 'input', input } }])
      expect(http.sent).toEqual([])
    })

    test('oidc without a runner says which permission', async () => {
      const failure = await failureOf({ credential: 'oidc', clientId: client, tenantId: tenant })
      expect((failure as UserError).findings[0]?.help).toContain('permissions: id-token: write')
    })
  })

  describe('a token that Azure refuses before its end', () => {
    const principal = { tenantId: tenant, clientId: client }
    const expired: Scripted = {
      status: 401,
      body: { error: { code: 'ExpiredAuthenticationToken', message: 'The token has expired.' } },
    }

    /** Tokens that are taken so many times each. */
    async function open(times: number) {
      const taken = new Map<string, number>()
      const { http, forms } = entra(
        () => grant(3600, `granted ${String(forms.length)}`),
        (token = '') => {
          const before = taken.get(token) ?? 0
          taken.set(token, before + 1)
          return before < times ? { body: { id: poolId, properties: {} } } : expired
        },
      )
      let assertions = 0
      const requestIdToken = async (audience: string): Promise<string> => {
        assertions += 1
        return await Promise.resolve(idToken(audience, assertions))
      }
      const azure = await openAzure(
        options({ ...principal, credential: 'oidc', requestIdToken, httpClient: http }),
      )
      return { azure, http, forms, assertions: () => assertions }
    }

    test('is replaced, and the request sent again, where it was taken before', async () => {
      const { azure, forms, assertions } = await open(2)
      for (let reads = 0; reads < 5; reads += 1) {
        expect(await azure.pool(poolId, '2025-06-01', call())).toMatchObject({ id: poolId })
      }
      expect(forms.length).toBe(3)
      expect(assertions()).toBe(3)
    })

    test('is told as refused where it never was', async () => {
      const { azure, forms, http } = await open(0)
      await expect(azure.pool(poolId, '2025-06-01', call())).rejects.toMatchObject({
        error: { code: 'ExpiredAuthenticationToken' },
      })
      expect(forms.length).toBe(1)
      expect(http.sent.filter(({ url }) => url.includes(poolId)).length).toBe(1)
    })
  })

  describe('auto', () => {
    const env = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_CLIENT_SECRET: 'hunter2' }
    const requestIdToken = async (audience: string): Promise<string> =>
      await Promise.resolve(idToken(audience))

    test('prefers oidc where the runner offers a token and the client is known', async () => {
      const { http, forms } = entra(() => grant(3600))
      await openAzure(options({ env, requestIdToken, httpClient: http }))
      expect(forms[0]?.has('client_assertion')).toBe(true)
    })

    test('takes the environment where the runner offers none', async () => {
      const { http, forms } = entra(() => grant(3600))
      await openAzure(options({ env, httpClient: http }))
      expect(forms[0]?.get('client_secret')).toBe('hunter2')
    })

    test('takes a certificate beside a secret that the repository lacks, and so is empty', () => {
      const candidates = credentialCandidates({
        kind: 'auto',
        cloud: namedClouds['AzureCloud'] as NonNullable<(typeof namedClouds)[string]>,
        env: { ...env, AZURE_CLIENT_SECRET: '', AZURE_CLIENT_CERTIFICATE_PATH: 'sign-in.pem' },
        patience,
      })
      expect(candidates.map(({ title }) => title)).toEqual([
        `environment: client ${client} in tenant ${tenant} with the certificate sign-in.pem`,
      ])
    })

    test('an input beats the variable of the same meaning', async () => {
      const { http, forms } = entra(() => grant(3600))
      await openAzure(options({ env, clientId: 'given', httpClient: http }))
      expect(forms[0]?.get('client_id')).toBe('given')
    })
  })

  test('a private cloud is not asked about at the public one', async () => {
    const endpoint = 'https://localhost:8443'
    const authentication = {
      loginEndpoint: endpoint,
      audiences: ['https://management.private'],
      tenant,
    }
    const { http, forms } = entra(() => grant(3600))
    const scripted = {
      sent: http.sent,
      sendRequest: async (request: Parameters<typeof http.sendRequest>[0]) => {
        if (!request.url.includes('/metadata/')) return await http.sendRequest(request)
        return await scriptedClient([{ body: { authentication } }]).sendRequest(request)
      },
    }
    await openAzure(
      options({
        environment: endpoint,
        credential: 'environment',
        env: { AZURE_CLIENT_ID: client, AZURE_CLIENT_SECRET: 'hunter2' },
        httpClient: scripted,
      }),
    )
    expect(forms[0]?.get('scope')).toContain('https://management.private/.default')
    expect(new Set(http.sent.map(({ url }) => new URL(url).host))).toEqual(
      new Set(['localhost:8443']),
    )
  })

  test('cancelled while signing in: ends at once with the reason', async () => {
    const { http } = entra(() => ({ break: 'silence' }))
    const controller = new AbortController()
    const reason = new Error('stopped')
    const work = openAzure(
      options({
        env: { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_CLIENT_SECRET: 'hunter2' },
        signal: controller.signal,
        httpClient: http,
      }),
    )
    setTimeout(() => {
      controller.abort(reason)
    }, 10)
    await expect(work).rejects.toBe(reason)
  })

  describe('several credentials', () => {
    const refusing = (kind: 'managed-identity' | 'cli', words: string): Candidate => ({
      kind,
      title: `${kind}: whoever`,
      secrets: ['hunter2'],
      credential: { getToken: async () => await Promise.reject(new Error(words)) },
    })
    const granting: Candidate = {
      ...refusing('cli', ''),
      credential: {
        getToken: async () => await Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() }),
      },
    }

    test('are tried in turn; the first that is accepted stays', async () => {
      let tried = 0
      const first = refusing('managed-identity', 'no')
      const counting: Candidate = {
        ...first,
        credential: {
          getToken: async () => {
            tried += 1
            return await Promise.reject(new Error('no'))
          },
        },
      }
      const credential = signIn([counting, granting], [], { patience })
      await credential.getToken('a')
      await credential.getToken('b')
      expect(tried).toBe(1)
    })

    test('all refused: each is named, and those that were passed over with what they lack', async () => {
      const candidates = [
        refusing('managed-identity', 'no endpoint.'),
        refusing('cli', 'not hunter2'),
      ]
      const notTried = passedOver({
        kind: 'auto',
        cloud: namedClouds['AzureCloud'] as NonNullable<(typeof namedClouds)[string]>,
        env: {},
        patience,
      })
      const work = signIn(candidates, notTried, { patience }).getToken('scope')
      const { error } = (await work.catch((thrown: unknown) => thrown)) as AzureFailure
      expect(error.message).toMatch(
        /^no credential was accepted: tried managed-identity and cli; not tried oidc: the runner offers no ID token/,
      )
      expect(error.details.map(({ message }) => message)).toEqual([
        expect.stringContaining('the answer: no endpoint'),
        expect.stringContaining('the answer: not ***'),
      ])
    })
  })
})
