/**
 * The SDKs read NO_PROXY by themselves, and know whole hosts and `.domain` only (isBypassed of @typespec/ts-http-runtime). For
 * curl, Go and the toolkit of GitHub a domain also stands for the hosts in it, `*` for all, and there may be a port.
 */
type Variables = Record<string, string | undefined>

const proxies = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']

/** Writes into `env` what NO_PROXY means in the words of the SDKs: before they read it, and only where it is set. */
export function settleNoProxy(env: Variables): void {
  const given = noProxyOf(env)
  if (given === undefined) return
  const items = given
    .split(/[,\s]+/)
    .map(toSdk)
    .filter((item) => item !== '')
  if (items.includes('*')) {
    for (const name of proxies.flatMap(bothCases)) Reflect.deleteProperty(env, name)
    return
  }
  for (const name of bothCases('NO_PROXY')) env[name] = items.join(',')
}

function noProxyOf(env: Variables): string | undefined {
  const [given] = bothCases('NO_PROXY').flatMap((name) => env[name] ?? [])
  return given
}

function bothCases(name: string): readonly string[] {
  return [name, name.toLowerCase()]
}

/** `.domain` stands for the domain itself as well. */
function toSdk(item: string): string {
  if (item === '*') return item
  const host = item
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\*?\./, '')
  const isAddress = /^[\d.:[\]]+$/.test(host)
  return host === '' || isAddress ? host : `.${host}`
}
