import type { Path } from '../../shared/finding.js'

/** A text somewhere in a config, with the keys on the way to it. */
export interface Text {
  readonly at: Path
  readonly text: string
}

const none: readonly Text[] = []

/**
 * The texts in a value that `isWanted` is true of, from top to bottom. Paths are put together on the way back:
 * mostly there is nothing to find, in a thousand files.
 */
export function textsBelow(
  value: unknown,
  isWanted: (text: string) => boolean = () => true,
): readonly Text[] {
  if (typeof value === 'string') return isWanted(value) ? [{ at: [], text: value }] : none
  if (typeof value !== 'object' || value === null) return none
  const isList = Array.isArray(value)
  return Object.entries(value).flatMap(([key, held]) => {
    const found = textsBelow(held, isWanted)
    if (found.length === 0) return none
    const step = isList ? Number(key) : key
    return found.map(({ at, text }) => ({ at: [step, ...at], text }))
  })
}

interface SecretField {
  /** The last key of the path. */
  readonly key: RegExp
  readonly what: string
  /** The way without a secret, or with one that is in no file. */
  readonly instead: string
}

const fromInput =
  "give it with the input pool, from a secret of the repository: pool: '…${{ secrets.NAME }}…'"
const fields: readonly SecretField[] = [
  { key: /^sshPrivateKey$/, what: 'a private key', instead: fromInput },
  {
    key: /^accountKey$/,
    what: 'the key of a storage account',
    instead: `mount with identityReference, an identity of the pool; or ${fromInput}`,
  },
  {
    key: /^sasKey$/,
    what: 'a shared access signature',
    instead: `mount with identityReference, an identity of the pool; or ${fromInput}`,
  },
  {
    key: /^password$/,
    what: 'a password',
    instead: `sign in to a registry with identityReference, an identity of the pool; else ${fromInput}`,
  },
  {
    key: /^protectedSettings$/,
    what: 'protected settings of an extension',
    instead: `let the extension use an identity of the pool; or ${fromInput}`,
  },
]

/** Which secret a place is for, by the keys that lead to it. */
export function secretFieldAt(at: Path): SecretField | undefined {
  return fields.find(({ key }) => at.some((step) => typeof step === 'string' && key.test(step)))
}

/** How people call variables that hold a secret; `KEY_NAME` and `TOKEN_LIFETIME` hold none. */
const secretVariable =
  /(password|passwd|pwd|client_?secret|token|api_?key|access_?key|account_?key|storage_?key|connection_?string|(^|[_-])sas)$/i

/** Whether a variable of this name holds a secret, by how people call them. */
export function isSecretVariable(name: string): boolean {
  return secretVariable.test(name)
}

/** Whether the text only stands for a secret: `${{ secrets.X }}`, `$(cat …)`, `<password>`. */
export function isPlaceholder(text: string): boolean {
  return text.trim() === '' || /^\s*(\$\{\{.*\}\}|<[^<>]*>|\*+|\$\w+)\s*$/.test(text)
}
