import type { GenericSchema } from 'valibot'
import { apiVersionOf, isAliveIn, isKnownIn } from './api-version.js'
import { partsOf } from '../pool-schema/parts.js'
import type { Finding, Path } from '../../shared/finding.js'
import { pathText } from '../../shared/path-text.js'
import {
  isNull,
  keyPlace,
  unreadable,
  valueAt,
  withoutNulls,
  type LocatedMap,
  type LocatedValue,
} from '../yaml/located-value.js'
import { configTree, schemaAt } from './config-tree.js'
import { mergeForeignForm, type ForeignKey } from './foreign-form.js'
import { aliasesOf, isInIdentity } from './keys.js'
import { placeBelow } from './place-below.js'
import { readIdentity } from './read-identity.js'
import type { Move, Reading } from './reading.js'
import { tolerate } from './tolerate.js'
import { describeUnknownKey, readUnknownKey, type UnknownKey } from './unknown-key.js'

export interface Normalized {
  readonly root: LocatedMap
  readonly findings: readonly Finding[]
}

/**
 * Brings a config, all layers merged, into the words of the schema, in one walk over it: other names of a key become the
 * key, what is null is absent, what only Azure sets is taken out, a value that leaves no doubt becomes what it means, and a
 * key that nothing knows is reported. What is only misspelled, misplaced or in the words of another tool is then read as
 * what was meant, so that it is not missed as well. Where the pool asks for an API version newer than the schema, keys of it
 * that are not known are warnings, and sent.
 */
export function normalizeConfig(root: LocatedMap): Normalized {
  const walk: Walk = {
    root,
    findings: [],
    moves: [],
    missing: [],
    foreign: [],
    apiVersion: apiVersionOf(root),
  }
  let tree = readMap(walk, { schema: configTree, path: [] }, root)
  for (let move = walk.moves.shift(); move !== undefined; move = walk.moves.shift()) {
    tree = placeMove(walk, tree, move)
  }
  // Only now: what was moved may be what would be missing.
  for (const { path, at } of walk.missing) tree = placeBelow(tree, path, unreadable('?', at))
  if (tree.kind !== 'map') throw new Error('what is put into a map leaves a map')
  return { root: tree, findings: mergeForeignForm(walk.findings, walk.foreign, root) }
}

interface Walk {
  /** As it was written. */
  readonly root: LocatedMap
  readonly findings: Finding[]
  readonly moves: Pending[]
  /** What the maps with unread keys cannot do without: one of those may be it. */
  readonly missing: { readonly path: Path; readonly at: LocatedMap['at'] }[]
  readonly foreign: ForeignKey[]
  /** Undefined: newer than the schema. */
  readonly apiVersion: string | undefined
}

/** A move that is still to be made, with what was said of its key. */
interface Pending extends Move {
  readonly said: Said
}

/** A finding that is made anew when more is known. */
interface Said {
  readonly finding: Finding
  /** With what is called otherwise inside of the value, too. */
  readonly also: (names: readonly string[]) => Finding
}

interface Place {
  readonly schema: GenericSchema
  readonly path: Path
}

function placeMove(walk: Walk, tree: LocatedValue, move: Pending): LocatedValue {
  const { path, value, said } = move
  // A pool that nobody wrote would lack nearly everything, and every lack would be reported.
  const isThere = path.length === 1 || path[0] !== 'pool' || walk.root.entries.has('pool')
  const schema = schemaAt(path)
  if (schema === undefined || !isThere) return tree
  const before = walk.findings.length
  const read = readValue(walk, { schema, path }, value)
  foldNames(walk, said, before)
  return read === undefined ? tree : placeBelow(tree, path, read)
}

/** What is inside of something from another form has other names, too: one finding names them all. */
function foldNames({ findings, foreign }: Walk, { finding, also }: Said, from: number): void {
  const inside = foreign.filter((one) => findings.indexOf(one.finding) >= from)
  if (inside.length === 0) return
  const folded = also(inside.map(({ written, place }) => `${place} for ${written}`))
  const gone = new Set(inside.map((one) => one.finding))
  const kept = findings.filter((one) => !gone.has(one))
  findings.splice(0, findings.length, ...kept.map((one) => (one === finding ? folded : one)))
  const left = foreign.filter((one) => !gone.has(one.finding))
  const renewed = left.map((one) => (one.finding === finding ? { ...one, finding: folded } : one))
  foreign.splice(0, foreign.length, ...renewed)
}

/** Undefined: it is not given. */
function readValue(
  walk: Walk,
  { schema, path }: Place,
  value: LocatedValue,
  isRequired = false,
): LocatedValue | undefined {
  if (isInIdentity(path)) return readIdentity(path, value, walk)
  const isInProperties = path[0] === 'pool' && path[1] === 'properties'
  const tolerated = isInProperties ? tolerate(value, { schema, path, isRequired }) : undefined
  if (tolerated?.finding !== undefined) walk.findings.push(tolerated.finding)
  const read = tolerated === undefined ? value : tolerated.value
  const { entries, item, value: ofEach } = partsOf(schema)
  if (read?.kind === 'list' && item !== undefined) {
    const items = read.items.map(
      (element, index) =>
        readValue(walk, { schema: item, path: [...path, index] }, element, true) ?? element,
    )
    return { ...read, items }
  }
  if (read?.kind !== 'map') return read
  if (ofEach !== undefined && path[0] === 'pool') return withoutNulls(read)
  return entries === undefined ? read : readMap(walk, { schema, path }, read)
}

function readMap(walk: Walk, { schema, path }: Place, map: LocatedMap): LocatedValue {
  const { entries = new Map<string, GenericSchema>(), required = [] } = partsOf(schema)
  const read = new Map<string, LocatedValue>()
  const aliases = path.length === 1 ? aliasesOf(String(path[0])) : undefined
  let unread = 0
  for (const [written, value] of map.entries) {
    const isForEditors = path.length === 0 && written === '$schema'
    const key = aliases?.get(written) ?? written
    const schemaOfKey = entries.get(key)
    const isKnown =
      schemaOfKey !== undefined && isKnownIn(walk.apiVersion, { schema: schemaOfKey, key, map })
    const entry = isKnown ? schemaOfKey : undefined
    // Where a required key is missing, its place is known.
    const isAbsent = isNull(value) && !required.includes(key)
    if (isForEditors || isAbsent) continue
    if (entry === undefined) {
      const unknown = {
        path: [...path, written],
        value,
        known: [...entries.keys()].filter((name) => isSuggested(walk, entries.get(name))),
        map,
        root: walk.root,
      }
      const [taken, isRead] = readUnknown(walk, unknown, read)
      if (taken !== undefined) read.set(...taken)
      if (!isRead) unread += 1
      continue
    }
    const other = read.get(key)
    if (other !== undefined) {
      if (other.at.kind === value.at.kind)
        walk.findings.push(bothGiven(String(path[0]), key, value))
      if (other.at.kind === value.at.kind || other.at.kind === 'input') continue
    }
    const inner = readValue(
      walk,
      { schema: entry, path: [...path, key] },
      value,
      required.includes(key),
    )
    if (inner !== undefined) read.set(key, inner)
  }
  // An unknown key may well be what would be missing.
  const lacking = required.filter((key) => !read.has(key)).slice(0, unread)
  const isItemOfOurs = path[0] !== 'pool' && typeof path.at(-1) === 'number'
  if (isItemOfOurs && lacking.length > 0) return unreadable('?', map.at)
  walk.missing.push(...lacking.map((key) => ({ path: [...path, key], at: map.at })))
  return { ...map, entries: read }
}

function isSuggested({ apiVersion }: Walk, schema: GenericSchema | undefined): boolean {
  return schema === undefined || isAliveIn(apiVersion, schema)
}

/** What is taken in its place, and whether it is clear what it was meant to be. */
function readUnknown(
  walk: Walk,
  unknown: UnknownKey,
  read: ReadonlyMap<string, LocatedValue>,
): readonly [[string, LocatedValue] | undefined, boolean] {
  const { path, value, map } = unknown
  const reading = readUnknownKey(unknown)
  const written = String(path.at(-1))
  const isTaken = (place: Path) =>
    pathText(place) !== pathText(path) && valueAt(walk.root, place) !== undefined
  const also = (inside: readonly string[]) =>
    describeUnknownKey(unknown, reading, { isTaken, inside })
  const finding = also([])
  const said = { finding, also }
  const isInProperties = path[0] === 'pool' && path[1] === 'properties'
  if (walk.apiVersion === undefined && isInProperties && reading.kind !== 'not-ours') {
    walk.findings.push({ ...finding, severity: 'warning' })
    return [[written, value], true]
  }
  walk.findings.push(finding)
  noteForm(walk, { path, reading, finding })
  switch (reading.kind) {
    case 'here': {
      const { key } = reading
      const place = [...path.slice(0, -1), key]
      const schema = schemaAt(place)
      if (read.has(key) || map.entries.has(key)) return [undefined, true]
      const before = walk.findings.length
      const inner =
        schema === undefined
          ? reading.value
          : readValue(walk, { schema, path: place }, reading.value)
      if (reading.isGuess !== true) foldNames(walk, said, before)
      return [inner === undefined ? undefined : [key, inner], true]
    }
    case 'elsewhere':
      walk.moves.push(...reading.moves.map((move) => ({ ...move, said })))
      return [undefined, false]
    case 'not-ours':
    case 'harmless':
    case 'gone':
      return [undefined, true]
    case 'somewhere':
    case 'useless':
    case 'unknown':
      return [undefined, false]
  }
}

function noteForm(
  { foreign }: Walk,
  { path, reading, finding }: { path: Path; reading: Reading; finding: Finding },
): void {
  if (finding.severity !== 'error') return
  const written = String(path.at(-1))
  const form = 'form' in reading ? reading.form : undefined
  foreign.push({ form, path, written, place: placeOf(path, reading), finding })
}

/** How a key is to be written, in short. */
function placeOf(path: Path, reading: Reading): string {
  switch (reading.kind) {
    case 'here':
      return withValue(reading.key, reading.as)
    case 'elsewhere': {
      const places = reading.moves.map((move) => pathText(move.path))
      return withValue(places.join(' and ').replaceAll('pool.properties.', ''), reading.as)
    }
    case 'useless':
      return reading.help
    case 'somewhere':
    case 'harmless':
    case 'gone':
    case 'not-ours':
    case 'unknown':
      return String(path.at(-1))
  }
}

function withValue(key: string, value: string | undefined): string {
  return value === undefined ? key : `${key}: ${value}`
}

function bothGiven(section: string, key: string, value: LocatedValue): Finding {
  const alias = [...aliasesOf(section)].find(([, named]) => named === key)?.[0] ?? key
  return {
    rule: 'config/duplicate-key',
    severity: 'error',
    message: `${section}.${key} and ${section}.${alias} are the same, and both are given`,
    help: `keep ${section}.${key}`,
    at: keyPlace(value),
  }
}
