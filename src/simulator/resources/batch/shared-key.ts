import { createHmac } from 'node:crypto'
import type { SimulatedRequest } from '../../kernel.js'

const signedHeaders = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
]

/** Account and signature of `Authorization: SharedKey account:signature`; undefined for another scheme. */
export function readSharedKey(
  request: SimulatedRequest,
): { readonly account: string; readonly signature: string } | undefined {
  const found = /^SharedKey ([^:]+):(.+)$/i.exec(request.headers['authorization'] ?? '')
  return found === null ? undefined : { account: found[1] ?? '', signature: found[2] ?? '' }
}

/**
 * The signature that a request has with this key (base64).
 * https://learn.microsoft.com/rest/api/batchservice/authenticate-requests-to-the-azure-batch-service
 */
export function signRequest(request: SimulatedRequest, account: string, key: string): string {
  const { method, url, headers } = request
  const ocp = Object.keys(headers)
    .filter((name) => name.startsWith('ocp-'))
    .sort()
    .map((name) => `${name}:${headers[name] ?? ''}`)
  const query = [...new Set(url.searchParams.keys())].sort().flatMap((name) => {
    const value = url.searchParams.get(name) ?? ''
    return value === '' ? [] : [`${name}:${value}`]
  })
  const text = [
    method,
    ...signedHeaders.map((name) => headers[name] ?? ''),
    ...ocp,
    [`/${account}${url.pathname}`, ...query].join('\n'),
  ].join('\n')
  return createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64')
}
