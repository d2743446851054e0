/**
 * What remains of a plan that was reviewed, once a run of it was cancelled, killed or has ended. A hash cannot be taken
 * apart, so a run that is held to a plan leaves the plan's parts on all that it makes and changes: in them a later run finds
 * the whole plan again, which it checks by the hash.
 */
import { planName } from '../model/lineage.js'
import type { Facts } from '../model/facts.js'
import type { PlanMark } from './plan-hash.js'

/** Enough of the hash of all configs' plans to tell one review from another. */
const hashLength = 16
const markLength = 23
/** Of a tag: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources */
const longest = 256
/** In one tag, behind the beginning of the hash. */
const partsInPiece = Math.floor((longest - hashLength - 1) / markLength)
/** A resource has fifty tags, most of them the user's. */
const mostPieces = 5

type Parts = readonly Pick<PlanMark, 'text'>[]

/** What a run leaves of the plan that it is held to, in pieces that fit a tag; undefined for one with too many steps. */
export function reviewedMark(expectedHash: string, parts: Parts): readonly string[] | undefined {
  const count = Math.ceil(parts.length / partsInPiece)
  if (count > mostPieces) return undefined
  const start = expectedHash.slice(0, hashLength)
  return Array.from({ length: count }, (_, index) => {
    const own = parts.slice(index * partsInPiece, (index + 1) * partsInPiece)
    return `${start} ${own.map(({ text }) => text).join('')}`
  })
}

/** The parts of the reviewed plan, where the marks prove that what is planned now remains of it; else undefined. */
export function remainderOf(
  expectedHash: string,
  now: readonly PlanMark[],
  facts: Facts,
): Parts | undefined {
  const found = new Set(Object.values(sections).flatMap((section) => marksIn(facts[section])))
  const reviewed = [...found].flatMap((mark) => {
    const parts = partsIn(mark, expectedHash)
    return parts === undefined ? [] : [{ mark, parts }]
  })
  return reviewed.find((plan) => isRemainder(plan, now, facts))?.parts
}

interface Reviewed {
  readonly mark: string
  readonly parts: Parts
}

function partsIn(mark: string, expectedHash: string): Parts | undefined {
  const [hash, text = ''] = mark.split(' ')
  if (hash !== expectedHash.slice(0, hashLength) || text.length % markLength !== 0) return undefined
  const count = text.length / markLength
  return Array.from({ length: count }, (_, index) => ({
    text: text.slice(index * markLength, (index + 1) * markLength),
  }))
}

/** All that is planned was reviewed, in that order, and all that is planned no more was done by a run of the plan. */
function isRemainder({ mark, parts }: Reviewed, now: readonly PlanMark[], facts: Facts): boolean {
  const [latitude, ...open] = parts.filter(({ text }) => !isKept(text)).map(({ text }) => text)
  const [own, ...planned] = now.filter(({ text }) => !isKept(text))
  if (latitude === undefined || latitude !== own?.text) return false
  const isMarked = (kind: string): boolean =>
    marksIn(facts[sections[kind] ?? 'pool']).includes(mark)
  let at = 0
  const done: string[] = []
  for (const { text, isAgain } of planned) {
    const found = open.indexOf(text, at)
    if (found === -1) {
      if (isAgain && isMarked('u')) continue
      return false
    }
    done.push(...open.slice(at, found))
    at = found + 1
  }
  done.push(...open.slice(at))
  return done.every((text) => kindOf(text) === 'o' || isMarked(kindOf(text)))
}

function kindOf(text: string): string {
  return text.slice(0, 1)
}

function isKept(text: string): boolean {
  return kindOf(text) === 'k'
}

type Section = 'snapshots' | 'image' | 'gallery' | 'pool'

/** Where what a part makes is found, by its kind. */
const sections: Readonly<Record<string, Section>> = {
  s: 'snapshots',
  i: 'image',
  d: 'gallery',
  v: 'gallery',
  c: 'pool',
  u: 'pool',
  r: 'pool',
  m: 'pool',
  j: 'pool',
  x: 'pool',
}

/** The marks in tags and metadata, wherever they are in what was read; each put together from its pieces. */
function marksIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return [...markOf(value.flatMap(nameAndValue)), ...value.flatMap(marksIn)]
  }
  if (typeof value !== 'object' || value === null) return []
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value)
  return [...markOf(entries), ...entries.flatMap(([, held]) => marksIn(held))]
}

function nameAndValue(item: unknown): readonly (readonly [string, unknown])[] {
  if (typeof item !== 'object' || item === null || !('name' in item && 'value' in item)) return []
  return typeof item.name === 'string' ? [[item.name, item.value]] : []
}

/** Pieces that an earlier plan left beside them begin with another hash. */
function markOf(entries: readonly (readonly [string, unknown])[]): readonly string[] {
  const own = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]))
  const first = own.get(planName(0))
  if (typeof first !== 'string') return []
  const start = first.slice(0, hashLength + 1)
  let mark = first
  for (let index = 1; index < mostPieces; index += 1) {
    const piece = own.get(planName(index))
    if (typeof piece !== 'string' || !piece.startsWith(start)) break
    mark += piece.slice(start.length)
  }
  return [mark]
}
