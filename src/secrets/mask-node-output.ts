import {
  accountKey,
  authorization,
  basicAuthorization,
  hidden,
  jsonWebToken,
  prefixedToken,
  privateKey,
} from './shapes.js'

const secretName =
  '(?:password|passwd|pwd|passphrase|secret|token|credential|signature|connection[_-]?string|(?:api|access|account|shared|private|functions|storage)[_-]?key)s?'
/** Of a URL; where it begins there is no other part of one before it. */
const scheme = '(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\\/\\/'
const value = `("[^"\\n]*"|'[^'\\n]*'|[^\\s"',;&]+)`

/**
 * What a start task may print that is no business of a log. Wider than what is hidden in Azure's own texts: a script may
 * echo anything. Better a harmless value hidden than a key shown.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [privateKey, hidden],
  // User and password before the host.
  [new RegExp(`(${scheme})[^\\s/@"'<>]+@`, 'gi'), `$1${hidden}@`],
  // A bare SAS, with or without its question mark.
  [/\b(?:sv|se|sig|skoid|sp|sr)=[^\s&"'<>]{1,300}(?:&[\w-]+=[^\s&"'<>]*)+/gi, hidden],
  [jsonWebToken, hidden],
  [prefixedToken, hidden],
  [authorization, `$1$2${hidden}`],
  [basicAuthorization, `$1$2${hidden}`],
  // `API_KEY=x`, `"clientSecret": "x"`, `x-functions-key: x`, and `--password x`
  [new RegExp(`(${secretName}["']?\\s*[=:]\\s*)${value}`, 'gi'), `$1${hidden}`],
  [new RegExp(`((?<![\\w.-])--?[\\w.-]*${secretName}\\s+)${value}`, 'gi'), `$1${hidden}`],
  [accountKey, hidden],
  // A line of nothing but base64: the inside of a key or certificate.
  [/^[A-Za-z0-9+/]{60,}={0,2}$/gm, hidden],
]

/** Its query may be a SAS. */
const url = new RegExp(`${scheme}[^\\s"'<>]+`, 'gi')

/** Shorter values are too common to be looked for. */
const shortestSecret = 6

/**
 * The output of a node's script without what looks like a secret, and without the values in `secrets`.
 */
export function maskNodeOutput(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length >= shortestSecret)
  const longestFirst = known.toSorted((a, b) => b.length - a.length)
  const clean = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
  const bare = clean.replace(url, (found) => found.replace(/\?.*/, `?${hidden}`))
  return patterns.reduce((rest, [pattern, put]) => rest.replace(pattern, put), bare)
}

/** As much of a node's stderr as is read of it. */
export const mostTailBytes = 2048

/**
 * The end of a text of which only the last part was read: from the first whole line on, since a line cut in the middle
 * may hold the end of a secret whose beginning would have given it away. A text far shorter than what was asked for is
 * all there is.
 */
export function wholeLines(tail: string): string {
  const isAll = tail.length < mostTailBytes / 2
  const rest = isAll ? tail : tail.slice((/[\r\n]/.exec(tail)?.index ?? tail.length) + 1)
  return rest.trim()
}
