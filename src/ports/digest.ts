import { createHash, scryptSync } from 'node:crypto'

/** SHA-256 of a text, in lower-case hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const known = new Map<string, string>()

/**
 * Of a secret, where the digest lies open: slow, and salted with where the secret stands, so that it is no use for trying
 * words against. Parameters of scrypt: https://datatracker.ietf.org/doc/html/rfc7914#section-2
 */
export function slowDigest(secret: string, salt: string): string {
  const key = JSON.stringify([salt, secret])
  const before = known.get(key)
  if (before !== undefined) return before
  const digest = scryptSync(secret, salt, 32, { N: 2 ** 14, r: 8, p: 1 }).toString('hex')
  known.set(key, digest)
  return digest
}
