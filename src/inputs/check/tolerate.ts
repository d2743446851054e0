/** Values of `pool.properties` that are not written as the schema has them, but leave no doubt. */
import type { GenericSchema } from 'valibot'
import { isoOfClock, sentDuration } from '../../shared/duration.js'
import type { Finding, Path } from '../../shared/finding.js'
import { pathText } from '../../shared/path-text.js'
import { showValue } from '../../shared/show-value.js'
import { expectedOf, inAnyCase } from '../expected.js'
import { sectionDocs } from '../section-docs.js'
import { isText, keyPlace, type LocatedValue } from '../yaml/located-value.js'
import { assignmentsToPairs, scalarLike, switched, toPairs } from './convert-value.js'

export interface Tolerated {
  /** What it is read as; undefined: it is not given. */
  readonly value: LocatedValue | undefined
  readonly finding?: Finding
}

interface Place {
  readonly schema: GenericSchema
  readonly path: Path
  /** The map cannot do without it. */
  readonly isRequired: boolean
}

/** Undefined where there is nothing to tolerate. */
export function tolerate(value: LocatedValue, place: Place): Tolerated | undefined {
  const { path, schema } = place
  const expected = expectedOf(schema)
  const said = (severity: Finding['severity'], rule: string, message: string, help: string) => ({
    rule,
    severity,
    message: `${pathText(path)} ${message}`,
    help,
    at: value.kind === 'scalar' ? value.at : keyPlace(value),
    ...sectionDocs(path),
  })
  if (expected?.kind === 'pairs' && value.kind === 'map') {
    const { value: list, as = '' } = toPairs(value)
    return { value: list, finding: said('error', 'config/value', 'cannot be a map', `write ${as}`) }
  }
  const pairs =
    expected?.kind === 'pairs' && value.kind === 'list' ? assignmentsToPairs(value) : undefined
  if (pairs !== undefined) {
    const help = `write ${pairs.as ?? ''}`
    const finding = said('error', 'config/value', 'cannot be a list of name=value', help)
    return { value: pairs.value, finding }
  }
  if (value.kind !== 'scalar') return undefined
  if (value.value === '') return place.isRequired ? undefined : empty(place, said)
  if (expected?.kind === 'choice' && typeof value.value === 'boolean') {
    if (expected.values?.includes('Enabled') !== true) return undefined
    const { value: word, as = '' } = switched(value, value.value)
    const finding = said('error', 'config/value', `cannot be ${String(value.value)}`, `write ${as}`)
    return { value: word, finding }
  }
  if (!isText(value)) return undefined
  if (expected?.kind === 'choice') {
    const known = inAnyCase(expected.values ?? [], value.value)
    if (known === undefined || known === value.value) return undefined
    const message = `is ${showValue(value.value)}, which Azure spells ${known}`
    return { value, finding: said('notice', 'config/letter-case', message, `write ${known}`) }
  }
  if (expected?.kind !== 'duration') return undefined
  const iso = isoOfClock(value.value)
  if (iso === undefined) return { value: { ...value, value: sentDuration(value.value) } }
  const message = `is ${showValue(value.value)}, which is not an ISO 8601 duration`
  const finding = said('error', 'config/value', message, `write ${iso}`)
  return { value: scalarLike(value, iso), finding }
}

type Say = (severity: Finding['severity'], rule: string, message: string, help: string) => Finding

/** An empty text says nothing, but where it is free: as the value of a name, or of what is only for people. */
function empty({ path, schema }: Place, say: Say): Tolerated | undefined {
  const isFree = expectedOf(schema)?.kind === 'text' && freeTexts.has(String(path.at(-1)))
  if (isFree || expectedOf(schema) === undefined) return undefined
  return {
    value: undefined,
    finding: say(
      'warning',
      'config/no-meaning',
      'is empty and is not sent',
      'write a value, or remove it',
    ),
  }
}

const freeTexts = new Set(['value', 'displayName'])
