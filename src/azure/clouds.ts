import {
  createPipelineFromOptions,
  createPipelineRequest,
  createDefaultHttpClient,
  type HttpClient,
} from '@azure/core-rest-pipeline'
import { AzureFailure } from '../shared/errors.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import { failureOfResponse, toThrowable, type About } from './errors.js'

/** Where an Azure is and how to sign in to it. URLs without a slash at the end, but audiences as they are stated. */
export interface Cloud {
  readonly name: string
  /** Resource Manager. */
  readonly endpoint: string
  /** Where Microsoft Entra ID (or AD FS) answers. */
  readonly authorityHost: string
  /** What a token for Resource Manager is asked for. */
  readonly audience: string
  /** What a token for the Batch data plane is asked for. */
  readonly batchAudience: string
  /** Audience of the runner's ID token that the tenant expects in this cloud. */
  readonly exchangeAudience: string
  readonly portalUrl?: string
  /** The tenant the metadata document names, where it is a real one. */
  readonly tenantId?: string
  /** The authority is not one that Microsoft's clients know: they must not ask the public cloud about it. */
  readonly custom: boolean
}

const publicExchange = 'api://AzureADTokenExchange'
const publicBatch = 'https://batch.core.windows.net'

/**
 * The clouds with a name. Endpoints: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 * and https://learn.microsoft.com/azure/china/resources-developer-guide; audiences of the token exchange:
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
 */
export const namedClouds: Readonly<Record<string, Cloud>> = {
  AzureCloud: {
    name: 'AzureCloud',
    endpoint: 'https://management.azure.com',
    authorityHost: 'https://login.microsoftonline.com',
    audience: 'https://management.azure.com',
    batchAudience: publicBatch,
    exchangeAudience: publicExchange,
    portalUrl: 'https://portal.azure.com',
    custom: false,
  },
  AzureUSGovernment: {
    name: 'AzureUSGovernment',
    endpoint: 'https://management.usgovcloudapi.net',
    authorityHost: 'https://login.microsoftonline.us',
    audience: 'https://management.usgovcloudapi.net',
    batchAudience: 'https://batch.core.usgovcloudapi.net',
    exchangeAudience: 'api://AzureADTokenExchangeUSGov',
    portalUrl: 'https://portal.azure.us',
    custom: false,
  },
  AzureChinaCloud: {
    name: 'AzureChinaCloud',
    endpoint: 'https://management.chinacloudapi.cn',
    authorityHost: 'https://login.chinacloudapi.cn',
    audience: 'https://management.chinacloudapi.cn',
    batchAudience: 'https://batch.chinacloudapi.cn',
    exchangeAudience: 'api://AzureADTokenExchangeChina',
    portalUrl: 'https://portal.azure.cn',
    custom: false,
  },
}

export interface FindCloudOptions {
  readonly signal: AbortSignal
  readonly httpClient?: HttpClient
}

/**
 * The cloud of an `environment` input: a name, or a Resource Manager endpoint whose metadata document is
 * asked. Throws `AzureFailure` when the endpoint does not answer with one, TypeError for anything else.
 */
export async function findCloud(environment: string, options: FindCloudOptions): Promise<Cloud> {
  const named = Object.values(namedClouds).find(
    ({ name }) => name.toLowerCase() === environment.toLowerCase(),
  )
  if (named !== undefined) return named
  if (!/^https:\/\//i.test(environment)) {
    throw new TypeError(
      `environment "${environment}" is neither a cloud's name nor an https:// URL`,
    )
  }
  const endpoint = trimSlash(environment)
  const about = { operation: `read the metadata of ${endpoint}`, resource: endpoint }
  return cloudOfMetadata(await readMetadata(about, options), endpoint)
}

async function readMetadata(
  about: About,
  { signal, httpClient }: FindCloudOptions,
): Promise<unknown> {
  const request = createPipelineRequest({
    url: `${about.resource}/metadata/endpoints?api-version=2022-09-01`,
    abortSignal: signal,
  })
  let body
  try {
    // No credential: the document says where to get one.
    const response = await createPipelineFromOptions({}).sendRequest(
      httpClient ?? createDefaultHttpClient(),
      request,
    )
    if (response.status !== 200) throw failureOfResponse(response, about)
    body = response.bodyAsText ?? ''
  } catch (error) {
    throw toThrowable(error, about, { signal })
  }
  try {
    return JSON.parse(body)
  } catch {
    throw badMetadata(about, 'it is not JSON')
  }
}

/**
 * Reads a metadata document: one cloud's object, or an array with one element for each cloud, of which the one
 * whose `resourceManager` is the endpoint counts, else the first. Throws `AzureFailure` when it says not enough.
 */
export function cloudOfMetadata(document: unknown, endpoint: string): Cloud {
  const about = { operation: `read the metadata of ${endpoint}`, resource: endpoint }
  const candidates = (Array.isArray(document) ? document : [document]).filter(isJsonObject)
  const cloud =
    candidates.find(({ resourceManager }) => sameUrl(resourceManager, endpoint)) ?? candidates[0]
  if (cloud === undefined) throw badMetadata(about, 'it holds no object')
  const authentication = isJsonObject(cloud['authentication']) ? cloud['authentication'] : {}
  const login = text(authentication, 'loginEndpoint')
  const { audiences } = authentication
  const audience: unknown = Array.isArray(audiences) ? audiences[0] : undefined
  if (login === undefined) throw badMetadata(about, 'authentication.loginEndpoint is missing')
  if (typeof audience !== 'string' || audience === '') {
    throw badMetadata(about, 'authentication.audiences[0] is missing')
  }
  const known = Object.values(namedClouds).find(({ authorityHost }) =>
    sameUrl(login, authorityHost),
  )
  const tenantId = text(authentication, 'tenant')
  const portalUrl = text(cloud, 'portal')
  return {
    name: text(cloud, 'name') ?? endpoint,
    endpoint,
    authorityHost: trimSlash(login),
    // As stated: a token for another spelling of it, a slash more or less, may be refused.
    audience,
    batchAudience:
      text(cloud, 'batch') ?? text(cloud, 'batchResourceId') ?? known?.batchAudience ?? publicBatch,
    exchangeAudience: known?.exchangeAudience ?? publicExchange,
    ...(portalUrl === undefined ? {} : { portalUrl: trimSlash(portalUrl) }),
    ...(tenantId === undefined || isCommon(tenantId) ? {} : { tenantId }),
    custom: known === undefined,
  }
}

/** Names for "any tenant": a service principal can't sign in to them. */
function isCommon(tenant: string): boolean {
  return ['common', 'organizations', 'consumers'].includes(tenant.toLowerCase())
}

function badMetadata(about: About, why: string): AzureFailure {
  const message = `the metadata document does not tell how to sign in: ${why}`
  return new AzureFailure({ ...about, error: { code: 'BadMetadata', message, details: [] } })
}

function text(object: JsonObject, key: string): string | undefined {
  const value = object[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function sameUrl(a: unknown, b: string): boolean {
  return typeof a === 'string' && trimSlash(a).toLowerCase() === trimSlash(b).toLowerCase()
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
