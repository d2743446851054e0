import type { ImageVersion } from '../ports/azure.js'
import { isJsonObject } from '../shared/json.js'
import { normaliseRegion } from '../shared/region.js'
import { publishedRegions } from './target-regions.js'
import { compareVersions, nextVersion, parseVersion } from './version-number.js'
import { sameSource, sourceOf, type VersionSource } from './version-source.js'

/** What a version is wanted from. */
export interface WantedSource {
  readonly source: VersionSource
  /** It does not exist yet: whatever was made of a source of that name was made of another one. */
  readonly isNew: boolean
  /** Ms since the epoch at which the youngest of its disks was made, where that is known. */
  readonly since?: number
}

export interface VersionWish {
  /** `x.y.z`; undefined: the next free number. */
  readonly name: string | undefined
  readonly from: WantedSource
  /** Where the pool's nodes are made. */
  readonly accountRegion?: string | undefined
}

export type VersionChoice =
  | { readonly kind: 'create'; readonly name: string; readonly auto: boolean }
  /** Made from the same source already, or being made. */
  | { readonly kind: 'adopt'; readonly version: ImageVersion }
  /** The name that was asked for is taken. */
  | {
      readonly kind: 'taken'
      readonly version: ImageVersion
      readonly by: 'other-source' | 'failed' | 'deleting'
    }

/** Whether the version was made from just this: the same resources, not namesakes of an earlier time. */
function isMadeFrom(version: ImageVersion, wanted: WantedSource): boolean {
  const source = sourceOf(version.properties)
  if (wanted.isNew || source === undefined || !sameSource(source, wanted.source)) return false
  const published = publishedAt(version)
  return wanted.since === undefined || published === undefined || published >= wanted.since
}

function publishedAt(version: ImageVersion): number | undefined {
  const profile = version.properties['publishingProfile']
  const date = isJsonObject(profile) ? profile['publishedDate'] : undefined
  const at = typeof date === 'string' ? Date.parse(date) : NaN
  return Number.isNaN(at) ? undefined : at
}

/** Neither failed nor on its way out. */
export function isAlive(version: ImageVersion): boolean {
  return !['failed', 'deleting'].includes(version.provisioningState.toLowerCase())
}

export function isSucceeded(version: ImageVersion): boolean {
  return version.provisioningState.toLowerCase() === 'succeeded'
}

/**
 * A version that is made from the same source is adopted, also while it is still being made. Otherwise a new
 * one: under the name asked for, or under the number after the highest there is, failed and hidden ones counted.
 */
export function chooseVersion(versions: readonly ImageVersion[], wish: VersionWish): VersionChoice {
  const { name, from } = wish
  if (name !== undefined) return chooseNamed(versions, name, from)
  const fitting = versions.filter((version) => isAlive(version) && isMadeFrom(version, from))
  const best = fitting.sort((a, b) => merit(b, wish) - merit(a, wish) || byNumber(b, a))[0]
  if (best !== undefined) return { kind: 'adopt', version: best }
  return { kind: 'create', name: nextVersion(versions.map((version) => version.name)), auto: true }
}

function chooseNamed(
  versions: readonly ImageVersion[],
  name: string,
  from: WantedSource,
): VersionChoice {
  const version = versions.find((candidate) => candidate.name === name)
  if (version === undefined) return { kind: 'create', name, auto: false }
  const state = version.provisioningState.toLowerCase()
  if (state === 'failed' || state === 'deleting') return { kind: 'taken', version, by: state }
  if (isMadeFrom(version, from)) return { kind: 'adopt', version }
  return { kind: 'taken', version, by: 'other-source' }
}

/** A version in the pool's region beats one elsewhere, a finished one beats one in the making. */
function merit(version: ImageVersion, { accountRegion }: VersionWish): number {
  const isThere = accountRegion === undefined || isPublishedIn(version, accountRegion)
  return (isThere ? 2 : 0) + (isSucceeded(version) ? 1 : 0)
}

export function isPublishedIn(version: ImageVersion, region: string): boolean {
  const wanted = normaliseRegion(region)
  return publishedRegions(version.properties).some(({ name }) => name === wanted)
}

function byNumber(a: ImageVersion, b: ImageVersion): number {
  const [left, right] = [parseVersion(a.name), parseVersion(b.name)]
  return left === undefined || right === undefined ? 0 : compareVersions(left, right)
}

/** What Azure takes for a definition's id without a version: the highest that is not hidden. */
export function latestVersion(versions: readonly ImageVersion[]): ImageVersion | undefined {
  const offered = versions.filter((version) => isSucceeded(version) && !version.excludeFromLatest)
  return offered.sort(byNumber).at(-1)
}
