import type { Finding, Origin, Path } from '../../shared/finding.js'
import { isJsonArray, isJsonObject, type Json } from '../../shared/json.js'
import { pathText } from '../../shared/path-text.js'
import { showValue } from '../../shared/show-value.js'
import { suggest } from '../../shared/suggest.js'
import { isSecretPath } from '../../secrets/secret-keys.js'
import { keyPlace, unreadable, type LocatedMap, type LocatedValue } from '../yaml/located-value.js'

/** How a config refers to a secret that it does not hold: `password: { fromEnvironment: NAME }`. */
export const referenceKey = 'fromEnvironment'

export interface Environment {
  readonly env: (name: string) => string | undefined
  /** Whether the run sends them: without, it does not matter that they are not set. */
  readonly needsSecrets: boolean
}

export interface WithSecrets {
  readonly root: LocatedMap
  readonly findings: readonly Finding[]
  /** What the variables held: to be masked. */
  readonly secrets: readonly string[]
}

/** Puts the values of variables in the places of the references to them. */
export function readSecrets(root: LocatedMap, environment: Environment): WithSecrets {
  const walk: Walk = { ...environment, findings: [], secrets: [] }
  const pool = root.entries.get('pool')
  if (pool === undefined) return { root, findings: [], secrets: [] }
  const read = visit(walk, pool, ['pool'])
  const entries = new Map(root.entries).set('pool', read)
  return { root: { ...root, entries }, findings: walk.findings, secrets: walk.secrets }
}

interface Walk extends Environment {
  readonly findings: Finding[]
  readonly secrets: string[]
}

function visit(walk: Walk, value: LocatedValue, path: Path): LocatedValue {
  switch (value.kind) {
    case 'scalar':
      return value
    case 'list': {
      const items = value.items.map((item, index) => visit(walk, item, [...path, index]))
      return { ...value, items }
    }
    case 'map': {
      const reference = value.entries.get(referenceKey)
      if (reference !== undefined && value.entries.size === 1) {
        return resolved(walk, { value, reference, path })
      }
      const [misspelt] = value.entries.keys()
      if (misspelt !== undefined && isMisspelt(misspelt, { value, path })) {
        const message = `${pathText(path)} cannot be a map with the key ${showValue(misspelt)}`
        const help = `write { ${referenceKey}: NAME }`
        walk.findings.push({
          ...{ rule: 'config/value', severity: 'error', message, help },
          at: keyPlace(value),
        })
        return { ...unreadable('?', value.at), ...(value.key !== undefined && { key: value.key }) }
      }
      const entries = [...value.entries].map(
        ([key, held]) => [key, visit(walk, held, [...path, key])] as const,
      )
      return { ...value, entries: new Map(entries) }
    }
  }
}

/** The only key where a secret text belongs; protected settings are a map of any keys. */
function isMisspelt(key: string, { value, path }: { value: LocatedMap; path: Path }): boolean {
  const isText = isSecretPath(path) && path.at(-1) !== 'protectedSettings'
  return (
    isText &&
    value.entries.size === 1 &&
    suggest(key, [referenceKey, 'environment', 'env']) !== undefined
  )
}

interface Reference {
  readonly value: LocatedMap
  readonly reference: LocatedValue
  readonly path: Path
}

function resolved(walk: Walk, { value, reference, path }: Reference): LocatedValue {
  const name = reference.kind === 'scalar' ? reference.value : undefined
  const report = (
    finding: Pick<Finding, 'rule' | 'message' | 'help'>,
    at: Origin,
  ): LocatedValue => {
    walk.findings.push({ ...finding, severity: 'error', at })
    return { ...unreadable('?', value.at), ...(value.key !== undefined && { key: value.key }) }
  }
  if (typeof name !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    const message = `${pathText(path)} refers to ${showValue(name ?? 'a map or list')}, which is no name of an environment variable`
    const help = 'write { fromEnvironment: NAME }'
    return report({ rule: 'config/value', message, help }, reference.at)
  }
  if (!maybeSecret(path)) {
    const message = `${pathText(path)} is no secret, so it cannot come from the environment`
    const help = 'write the value itself; fromEnvironment is for passwords, keys and signed URLs'
    return report({ rule: 'config/value', message, help }, keyPlace(value))
  }
  const text = walk.env(name)
  if (text === undefined || text === '') {
    if (walk.needsSecrets) {
      const message = `${pathText(path)} is to come from the environment variable ${name}, which is not set`
      const help = `set it where the action runs: env: { ${name}: \${{ secrets.${name} }} }`
      return report({ rule: 'config/environment', message, help }, reference.at)
    }
    return { ...unreadable('?', value.at), ...(value.key !== undefined && { key: value.key }) }
  }
  walk.secrets.push(text)
  const json = path.at(-1) === 'protectedSettings' ? jsonIn(text) : undefined
  const held = located(json ?? text, value.at)
  return value.key === undefined ? held : { ...held, key: value.key }
}

/** A URL may carry a signature, and a setting a password. */
function maybeSecret(path: Path): boolean {
  const last = path.at(-1)
  const isUrl = last === 'httpUrl' || last === 'storageContainerUrl'
  return isUrl || isSecretPath(path)
}

/** Protected settings are a map, which a variable can hold as JSON only. */
function jsonIn(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined // a text, then
  }
}

function located(value: Json, at: Origin): LocatedValue {
  if (isJsonArray(value)) return { kind: 'list', at, items: value.map((item) => located(item, at)) }
  if (!isJsonObject(value)) return { kind: 'scalar', at, value }
  const entries = Object.entries(value).map(([key, held]) => [key, located(held, at)] as const)
  return { kind: 'map', at, entries: new Map(entries) }
}
