import type { Finding, Path } from '../../shared/finding.js'
import { pathText } from '../../shared/path-text.js'
import { isSameWord, suggest } from '../../shared/suggest.js'
import { sectionDocs } from '../section-docs.js'
import { keyPlace, type LocatedMap, type LocatedValue } from '../yaml/located-value.js'
import { readForeignName, readGoneName } from './foreign-names.js'
import { expectedLocations, isInIdentity, notOurs } from './keys.js'
import { readOwnWord } from './own-words.js'
import type { Reading } from './reading.js'

/** A key that its map does not know. */
export interface UnknownKey {
  readonly path: Path
  readonly value: LocatedValue
  /** The keys that its map knows. */
  readonly known: readonly string[]
  /** The map, as it was written. */
  readonly map: LocatedMap
  /** The config, as it was written. */
  readonly root: LocatedMap
}

/** What a key that is not among the known ones of its map was probably meant to be, and where it belongs. */
export function readUnknownKey({ path, value, known, map, root }: UnknownKey): Reading {
  const name = String(path.at(-1))
  const of = notOurs(path)
  if (of !== undefined) return { kind: 'not-ours', of }
  const read = isInIdentity(path)
    ? undefined
    : (readOwnWord({ path, value, map, root }) ?? readGoneName(path, value))
  if (read !== undefined) return read
  const foreign = readForeignName(path, value)
  const isForeign = foreign !== undefined && foreign.kind !== 'somewhere'
  // Just where that form has it: it may be a word of this one, too, and mean another level.
  if (isForeign && 'form' in foreign) return foreign
  const same = known.find((key) => isSameWord(key, name))
  if (same !== undefined) return { kind: 'here', key: same, value, ...formOf(name) }
  if (isInIdentity(path)) return guess(name, value, known)
  const isInList = path[0] !== 'pool' && path.some((step) => typeof step === 'number')
  const places = isInList ? [] : expectedLocations(path).filter((place) => place !== pathText(path))
  const isOwn = places.some((place) => isSameWord(lastStep(place), name))
  const [place, ...others] = places
  if (isForeign && (!isOwn || others.length > 0)) return foreign
  if (place === undefined) return foreign ?? guess(name, value, known)
  if (others.length > 0) return { kind: 'somewhere', places }
  return { kind: 'elsewhere', moves: [{ path: place.split('.'), value }], ...formOf(name) }
}

/** Terraform alone writes its words apart. */
function formOf(name: string): { readonly form?: 'terraform' } {
  return /[a-z]_[a-z]/.test(name) ? { form: 'terraform' } : {}
}

function guess(name: string, value: LocatedValue, known: readonly string[]): Reading {
  const key = suggest(name, known)
  return key === undefined ? { kind: 'unknown' } : { kind: 'here', key, value, isGuess: true }
}

function lastStep(place: string): string {
  return place.slice(place.lastIndexOf('.') + 1)
}

interface Context {
  /** Whether something is written at a path already. */
  readonly isTaken: (path: Path) => boolean
  /** What is called otherwise inside of its value: `id for applicationId`. */
  readonly inside: readonly string[]
}

/** What to say of it. */
export function describeUnknownKey(
  { path, value, known }: UnknownKey,
  reading: Reading,
  { isTaken, inside }: Context,
): Finding {
  const name = pathText(path)
  const strange = { message: `${name} is not a known key` }
  const misplaced = { message: `${name} does not belong here` }
  const error = (said: Pick<Finding, 'message' | 'help'>): Finding =>
    toFinding('config/unknown-key', 'error', said)
  const warning = (rule: string, said: Pick<Finding, 'message' | 'help'>): Finding =>
    toFinding(rule, 'warning', said)
  function toFinding(
    rule: string,
    severity: Finding['severity'],
    said: Pick<Finding, 'message' | 'help'>,
  ): Finding {
    return { rule, severity, ...said, at: keyPlace(value), ...sectionDocs(path) }
  }
  const withInside = inside.length === 0 ? '' : `, with ${inside.join(', ')}`
  switch (reading.kind) {
    case 'here': {
      const { key, as, isGuess } = reading
      const place = [...path.slice(0, -1), key]
      if (isGuess !== true && isTaken(place)) {
        return error({ ...strange, help: `remove it: ${pathText(place)} is given` })
      }
      const isOtherWord = isGuess !== true && !isSameWord(key, String(path.at(-1)))
      const isPlain = as === undefined && !isOtherWord && inside.length === 0
      const value_ = as === undefined ? '' : `: ${as}`
      const help = isPlain ? `did you mean ${key}?` : `write it as ${key}${value_}${withInside}`
      return error({ ...strange, help })
    }
    case 'elsewhere': {
      const [place = '', ...others] = reading.moves.map((move) => pathText(move.path))
      if (reading.moves.every((move) => isTaken(move.path))) {
        return error({ ...misplaced, help: `remove it: ${place} is given` })
      }
      const where = reading.as === undefined ? [place, ...others].join(' and ') : place
      const as = reading.as === undefined ? '' : `: ${reading.as}`
      return error({ ...misplaced, help: `write it as ${where}${as}${withInside}` })
    }
    case 'somewhere':
      return error({ ...misplaced, help: `write it as ${reading.places.join(' or ')}` })
    case 'useless':
      return error({ ...misplaced, help: reading.help })
    case 'harmless':
      return warning('config/no-meaning', {
        message: `${name} is not needed and is not sent`,
        help: reading.help,
      })
    case 'gone':
      return reading.isLost
        ? error({ message: `${name} cannot be used any more`, help: `remove it: ${reading.why}` })
        : warning('config/no-meaning', {
            message: `${name} has no meaning any more and is not sent: ${reading.why}`,
            help: 'remove it',
          })
    case 'not-ours':
      return warning('config/read-only', {
        message: notSent[reading.of](name),
        help:
          path.at(-1) === 'apiVersion'
            ? 'remove it; batchApiVersion sets the version'
            : 'remove it',
      })
    case 'unknown': {
      const key = String(path.at(-1))
      const help = key.startsWith('//')
        ? 'begin a comment with #, or remove it: JSON has none'
        : `the keys here are ${known.join(', ')}`
      return error({ ...strange, help })
    }
  }
}

const notSent = {
  Azure: (name: string) => `${name} is set by Azure and is not sent`,
  'a tool': (name: string) => `${name} was added by the tool that printed the pool and is not sent`,
  'a template': (name: string) => `${name} belongs to a template and is not sent`,
} as const
