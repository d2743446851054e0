import { showSource } from '../model/image-source.js'
import type { Chain } from '../plan/origin.js'
import type { Step } from '../model/step.js'
import { nameOfId } from '../shared/arm-id.js'
import { isJsonObject, type Json } from '../shared/json.js'
import { mdCode, mdLink } from './escape.js'
import type { ConfigResult } from '../outcome/result.js'
import { capitalise, titled } from './summary-sections.js'

/** Snapshots, image, version and pool, each with its portal page. */
export function chainSection(
  { made, plan, chain }: ConfigResult,
  portalUrl: string | undefined,
): string {
  const link = (id: string): string =>
    mdLink(mdCode(nameOfId(id)), portalUrl && `${portalUrl}/#@/resource${id}`)
  const sources = chain?.sources.map(showSource) ?? (plan?.steps ?? []).flatMap(sourceIds)
  const parts = [
    ...(chain?.machine === undefined
      ? []
      : [`VM ${link(chain.machine.id)}`, `disks ${chain.machine.disks.map(link).join(', ')}`]),
    ...(sources.length === 0
      ? []
      : [`${chain?.machine === undefined ? 'from' : 'snapshots'} ${sources.map(link).join(', ')}`]),
    ...(made.imageId === undefined ? [] : [`image ${link(made.imageId)}`]),
    ...(made.galleryImageVersionId === undefined
      ? []
      : [
          `gallery version ${galleryName(made.galleryImageVersionId)} ${link(made.galleryImageVersionId)}`,
        ]),
    ...(made.poolId === undefined ? [] : [`pool ${link(made.poolId)}`]),
  ]
  return titled('Chain', [parts.join(' → '), ...originLines(made, chain)].join('\n\n'))
}

/** Which commit what is there comes from: of a pool that is as wanted an earlier one. */
function originLines(made: ConfigResult['made'], chain: Chain | undefined): readonly string[] {
  const origins = [
    ['image', made.imageId, chain?.image],
    ['gallery version', made.galleryImageVersionId, chain?.imageVersion],
    ['pool', made.poolId, chain?.pool],
  ] as const
  const lines = new Map<string, string[]>()
  for (const [what, id, origin] of origins) {
    if (id === undefined || origin?.commit === undefined) continue
    const { commit, repository, run } = origin
    const where = repository === undefined ? '' : ` of ${mdCode(repository)}`
    const when = run === undefined ? '' : `, run ${mdCode(run)}`
    const line = `from commit ${mdCode(commit.slice(0, 12))}${where}${when}`
    lines.set(line, [...(lines.get(line) ?? []), what])
  }
  return [...lines].map(([line, what]) => `${capitalise(what.join(', '))} ${line}.`)
}

function galleryName(versionId: string): string {
  return mdCode(versionId.split('/').at(-3) ?? '')
}

/** The ids of the disks and snapshots in a body, wherever it has them. */
function sourceIds(step: Step): readonly string[] {
  if (step.kind !== 'create-image' && step.kind !== 'create-image-version') return []
  const found: string[] = []
  const look = (value: Json | undefined): void => {
    if (Array.isArray(value)) value.forEach(look)
    else if (isJsonObject(value)) Object.values(value).forEach(look)
    else if (typeof value === 'string' && /\/(snapshots|disks)\/[^/]+$/i.test(value))
      found.push(value)
  }
  look(step.body['properties'])
  return found
}
