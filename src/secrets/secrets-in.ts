import { isSecretKey, isSecretName } from './secret-keys.js'

/** Variables that `EnvironmentCredential` and the runner keep secrets in. */
const secretVariables = [
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_PASSWORD',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'IDENTITY_HEADER',
  'MSI_SECRET',
] as const

/** With a user and a password, mostly; in either letter case, as programs read them. */
const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
])

/** Everything secret in the environment and in what was said (configs, pools): to be masked before anything of it is printed. */
export function secretsIn(
  env: Readonly<Record<string, string | undefined>>,
  said: readonly unknown[],
): readonly string[] {
  const found = [
    ...secretVariables.flatMap((name) => env[name] ?? []),
    ...proxyVariables.flatMap((name) => passwordsIn(env[name] ?? '')),
    ...said.flatMap((one) => secretsBelow(one, false)),
  ]
  return [...new Set(found.filter((secret) => secret !== ''))]
}

/** Values under keys that hold secrets and of settings whose names say so, and the query of every URL: of a VHD it is its shared access signature. */
function secretsBelow(value: unknown, isSecret: boolean): readonly string[] {
  if (typeof value === 'string') return isSecret ? [value] : signaturesIn(value)
  if (typeof value === 'number') return isSecret ? [String(value)] : []
  if (Array.isArray(value)) return value.flatMap((item) => secretsBelow(item, isSecret))
  if (typeof value !== 'object' || value === null) return []
  const isSetting = 'name' in value && typeof value.name === 'string' && isSecretName(value.name)
  return Object.entries(value).flatMap(([key, held]) =>
    secretsBelow(held, isSecret || isSecretKey(key) || (isSetting && key === 'value')),
  )
}

function signaturesIn(text: string): readonly string[] {
  const query = /^https:\/\/[^?\s]+\?(\S*)$/.exec(text)?.[1]
  if (query === undefined) return []
  const signature = new URLSearchParams(query).get('sig')
  return signature === null ? [] : [query, signature, encodeURIComponent(signature)]
}

/** The password in a URL, as written and decoded, also where the URL is none: an error may print it all the same. */
function passwordsIn(url: string): readonly string[] {
  const password = /^(?:[a-z][\w+.-]*:\/*)?[^:@/]*:(.+)@/i.exec(url.trim())?.[1]
  if (password === undefined) return []
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password] // no percent-encoding
  }
}
