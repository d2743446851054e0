import type { Finding, Path } from '../../shared/finding.js'
import { pathText } from '../../shared/path-text.js'
import { isSameWord, suggest } from '../../shared/suggest.js'
import { expectedLocations } from './keys.js'
import { sectionDocs } from '../section-docs.js'
import { keyPlace, wrapIn, type LocatedValue } from '../yaml/located-value.js'

export interface UnknownKey {
  readonly finding: Finding
  /** The key that was probably meant. */
  readonly near: string | undefined
  /** The value at the one place where it belongs. */
  readonly moved: LocatedValue | undefined
}

/** A key that is not among the `known` ones of its map: what it was probably meant to be, and where it belongs. */
export function unknownKey(path: Path, value: LocatedValue, known: readonly string[]): UnknownKey {
  const name = String(path.at(-1))
  const isInList = path[0] !== 'pool' && path.some((step) => typeof step === 'number')
  const places = isInList ? [] : expectedLocations(path).filter((place) => place !== pathText(path))
  const here = known.find((key) => isSameWord(key, name))
  const near = here ?? (places.length > 0 ? undefined : suggest(name, known))
  const isElsewhere = near === undefined && places.length > 0
  const [place, ...otherPlaces] = places
  const said = isElsewhere
    ? {
        message: `${pathText(path)} does not belong here`,
        help: `write it as ${places.join(' or ')}`,
      }
    : { message: `${pathText(path)} is not a known key`, help: helpFor(name, near, known) }
  const finding: Finding = {
    rule: 'config/unknown-key',
    severity: 'error',
    ...said,
    at: keyPlace(value),
    ...sectionDocs(path),
  }
  // `enableAutoScale: false` says something else than its namesake, which is no switch.
  const isSwitch = value.kind === 'scalar' && typeof value.value === 'boolean'
  const isOtherKind = isSwitch && !places.every((one) => isSameWord(lastStep(one), name))
  const isMoved =
    isElsewhere && place?.includes('.') === true && otherPlaces.length === 0 && !isOtherKind
  return { finding, near, moved: isMoved ? wrapIn(place.split('.'), value) : undefined }
}

function helpFor(name: string, near: string | undefined, known: readonly string[]): string {
  if (near !== undefined) return `did you mean ${near}?`
  return name.startsWith('//') ? 'begin a comment with #' : `the keys here are ${known.join(', ')}`
}

function lastStep(place: string): string {
  return place.slice(place.lastIndexOf('.') + 1)
}

/** A key that only Azure sets. */
export function readOnlyKey(path: Path, value: LocatedValue): Finding {
  const name = path.at(-1)
  return {
    rule: 'config/read-only',
    severity: 'warning',
    message: `${pathText(path)} is set by Azure and is not sent`,
    help: name === 'apiVersion' ? 'remove it; batchApiVersion sets the version' : 'remove it',
    at: keyPlace(value),
    ...sectionDocs(path),
  }
}
