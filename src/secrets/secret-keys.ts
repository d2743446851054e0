/** Which properties hold what nobody may read, in a config and in what Azure shows of a pool. */
import type { Path } from '../shared/finding.js'

const secretKey =
  /^(password|accountKey|accessKey|sasKey|sasUrl|sasToken|protectedSettings|clientSecret|secret|sshPrivateKey)$/i

/** A property whose value, with all that it holds, must never be shown. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key)
}

/** Environment settings keep their names and lose their values. */
export function isSettingsKey(key: string): boolean {
  return /^environmentSettings$/i.test(key)
}

/** Whether what is there must never be shown. */
export function isSecretPath(path: Path): boolean {
  const keys = path.filter((step) => typeof step === 'string')
  return keys.some(isSecretKey) || (keys.some(isSettingsKey) && keys.at(-1) !== 'name')
}

const secretName =
  /pass(word|wd|phrase)|pwd|secret|token|credential|signature|connection_?string|key$|(^|_)sas($|_)/i

/** Whether a variable of this name is likely to hold a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name)
}
