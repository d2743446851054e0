/** What supersedes what: when a thing was made, and which it is one of a succession of. */
import { definitionKey, type Thing } from '../../in-use/thing.js'
import { lineageNames } from '../../model/lineage.js'
import { parseArmId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'

/** Ms since the epoch; undefined for what does not say when it was made. */
export function madeAt({ items, of }: Thing): number | undefined {
  const published =
    of.kind === 'image-version'
      ? textAt(of.version.properties, 'publishingProfile', 'publishedDate')
      : undefined
  const at = Date.parse(published ?? items.get(lineageNames.made) ?? '')
  return Number.isNaN(at) ? undefined : at
}

/** Whether this action made it, by all its tags; a date that is yet to come tells nothing. */
export function isOurs({ isOurs: hasMarks, items }: Thing, now: number): boolean {
  return hasMarks && isPast(Date.parse(items.get(lineageNames.made) ?? ''), now)
}

/** Whether a date may decide anything; one that is yet to come is nobody's past. */
export function isPast(at: number | undefined, now: number): at is number {
  return at !== undefined && at <= now
}

/** The disks of a machine are each a succession of their own: what the name ends in tells them apart. */
const roleOfSnapshot = /-(?:os|data-\d+)(?:-to-copy)?$/i

/** What a thing is one of a succession of: the newer supersede the older. Of a pull request's own, apart from the rest. */
export function lineageKey({ id, items, of }: Thing): string {
  const parsed = parseArmId(id)
  const place =
    of.kind === 'image-version'
      ? definitionKey(of.version)
      : `${parsed?.subscriptionId ?? ''}/${parsed?.resourceGroup ?? ''}/${
          items.get(lineageNames.family) ?? `name:${parsed?.name ?? ''}`
        }`
  const repository = items.get(lineageNames.repository) ?? ''
  const pullRequest = items.get(lineageNames.pullRequest) ?? ''
  const role = of.kind === 'snapshot' ? (roleOfSnapshot.exec(parsed?.name ?? '')?.[0] ?? '') : ''
  return JSON.stringify([of.kind, place, role, repository, pullRequest]).toLowerCase()
}
