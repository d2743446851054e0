/**
 * What remains of a plan that was reviewed, once a run of it was cancelled, killed or has ended. A hash cannot be taken
 * apart, so a run that is held to a plan leaves the plan's parts on all that it makes and changes: in them a later run finds
 * the whole plan again, which it checks by the hash.
 */
import { lineageNames } from '../model/lineage.js'
import type { Facts } from '../model/facts.js'
import type { PlanMark } from './plan-hash.js'

/** Enough of the hash of all configs' plans to tell one review from another. */
const hashLength = 16
const markLength = 23
/** Of a tag: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources */
const longest = 256

type Parts = readonly Pick<PlanMark, 'text'>[]

/** What a run leaves of the plan that it is held to; undefined for one that is too long for a tag. */
export function reviewedMark(expectedHash: string, parts: Parts): string | undefined {
  const text = `${expectedHash.slice(0, hashLength)} ${parts.map(({ text: part }) => part).join('')}`
  return text.length > longest ? undefined : text
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

/** Values of the mark in tags and metadata, wherever they are in what was read. */
function marksIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(marksIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, held]: [string, unknown]) => {
    const isMark = key.toLowerCase() === lineageNames.plan || (key === 'value' && isMarkItem(value))
    return isMark && typeof held === 'string' ? [held] : marksIn(held)
  })
}

function isMarkItem(item: object): boolean {
  const name = 'name' in item ? item.name : undefined
  return typeof name === 'string' && name.toLowerCase() === lineageNames.plan
}
