import type { Ending, NotLookedAt } from '../../outcome/inventory.js'
import { ownImageId } from '../../model/pool-body.js'
import { readPoolState } from '../../model/pool-state.js'
import { publishedRegions, replicasForNodes } from '../../model/target-regions.js'
import { latestVersion } from '../../model/version-choice.js'
import type { Azure, Call, ImageVersion } from '../../ports/azure.js'
import { tryRead } from '../../observe/read-result.js'
import { armTypes, hasType, idKey, parentId, parseArmId, sameId } from '../../shared/arm-id.js'
import type { Finding } from '../../shared/finding.js'
import { textAt } from '../../shared/json-at.js'
import { mapConcurrent } from '../../shared/map-concurrent.js'
import { normaliseRegion } from '../../shared/region.js'
import { isWithinAudit } from './endings.js'
import { foundOf, type Found, type Subject } from './subject.js'
import { versionArguments } from '../../rules/kit/az-command.js'

/** Image definitions of one audit: each is a list of its versions. */
const mostDefinitions = 20
const parallelLists = 4

interface OnVersion {
  readonly subject: Subject
  readonly definitionId: string
  /** Undefined where the pool takes the latest. */
  readonly versionId: string | undefined
}

interface Judged {
  readonly found: Found
  readonly endings: readonly Ending[]
  readonly notLookedAt: readonly NotLookedAt[]
}

/** The gallery versions that pools are made from: whether they are there, until when, and with enough replicas. */
export async function judgeVersions(
  subjects: readonly Subject[],
  azure: Azure,
  { signal, today }: Call & { readonly today: string },
): Promise<Judged> {
  const byDefinition = new Map<string, OnVersion[]>()
  for (const one of subjects.flatMap(onVersion)) {
    const key = idKey(one.definitionId)
    byDefinition.set(key, [...(byDefinition.get(key) ?? []), one])
  }
  const groups = [...byDefinition.values()]
  const judged = await mapConcurrent(
    groups.slice(0, mostDefinitions),
    parallelLists,
    async (group): Promise<Judged> => {
      const id = group[0]?.definitionId ?? ''
      const read = await tryRead(azure.imageVersions(id, { signal }), { signal })
      if (read.kind === 'unreadable') {
        const why = `its versions cannot be listed: ${read.failure.message}`
        return { found: new Map(), endings: [], notLookedAt: [{ id, why }] }
      }
      const versions = read.kind === 'found' ? read.value : []
      const each = group.map((one) => ({
        subject: one.subject,
        ...judgeOne(one, versions, today),
      }))
      return {
        found: new Map(each.map(({ subject, findings }) => [subject, findings])),
        endings: each.flatMap(({ ending }) => ending ?? []),
        notLookedAt: [],
      }
    },
  )
  const why = `an audit reads the versions of ${String(mostDefinitions)} image definitions`
  const left = groups
    .slice(mostDefinitions)
    .map(([first]) => ({ id: first?.definitionId ?? '', why }))
  return {
    found: new Map(judged.flatMap(({ found }) => [...found])),
    endings: judged.flatMap(({ endings }) => endings),
    notLookedAt: [...judged.flatMap(({ notLookedAt }) => notLookedAt), ...left],
  }
}

function onVersion(subject: Subject): readonly OnVersion[] {
  const id = parseArmId(ownImageId(subject.pool.properties) ?? '')
  if (id === undefined) return []
  if (hasType(id, armTypes.imageDefinition)) {
    return [{ subject, definitionId: id.text, versionId: undefined }]
  }
  if (!hasType(id, armTypes.imageVersion)) return []
  return [{ subject, definitionId: parentId(id) ?? '', versionId: id.text }]
}

function judgeOne(
  { subject, versionId, definitionId }: OnVersion,
  versions: readonly ImageVersion[],
  today: string,
): { readonly findings: readonly Finding[]; readonly ending?: Ending } {
  const version =
    versionId === undefined
      ? latestVersion(versions)
      : versions.find(({ id }) => sameId(id, versionId))
  if (version === undefined) {
    const message = `its image version ${versionId ?? `(the latest of ${definitionId})`} is gone: no new node can be made of it`
    const help = 'publish a version, and roll it out'
    return {
      findings: [foundOf(subject, 'image-version-gone', { severity: 'error', message, help })],
    }
  }
  const end = textAt(version.properties, 'publishingProfile', 'endOfLifeDate')?.slice(0, 10)
  const findings = [...ofReplicas(subject, version), ...ofEnd(subject, version, { end, today })]
  if (end === undefined) return { findings }
  const ending: Ending = {
    kind: 'image-version',
    name: version.id,
    on: end,
    pools: [subject.pool.id],
  }
  return { findings, ending }
}

function ofEnd(
  subject: Subject,
  { id }: ImageVersion,
  { end, today }: { readonly end: string | undefined; readonly today: string },
): readonly Finding[] {
  if (end === undefined || !isWithinAudit(end, today)) return []
  const verb = end <= today ? 'reached' : 'reaches'
  return [
    foundOf(subject, 'image-version-ends', {
      severity: 'warning',
      message: `its image version ${id} ${verb} its end of life on ${end}`,
      help: 'publish a newer version, and roll it out',
    }),
  ]
}

function ofReplicas(subject: Subject, { id, properties }: ImageVersion): readonly Finding[] {
  const { pool, account } = subject
  const region = normaliseRegion(account.location)
  const published = publishedRegions(properties)
  const has = published.find(({ name }) => name === region)?.replicas ?? 0
  const state = readPoolState(pool.properties)
  const nodes = state.targetDedicated + state.targetLowPriority
  const wanted = replicasForNodes(nodes)
  if (has >= wanted) return []
  // What is not listed is taken from the version.
  const others = published.filter(({ name }) => name !== region)
  const regions = [...others, { name: region, replicas: wanted }].map(
    ({ name, replicas }) => `${name}=${String(replicas)}`,
  )
  const raise = `az sig image-version update ${versionArguments(id)} --target-regions ${regions.join(' ')}`
  const said =
    has === 0
      ? {
          severity: 'error' as const,
          message: `its image version ${id} has no replica in ${region}`,
        }
      : {
          severity: 'warning' as const,
          message: `its image version ${id} has ${String(has)} of ${String(wanted)} replicas in ${region} that ${String(nodes)} nodes want`,
        }
  return [foundOf(subject, 'image-version-replicas', { ...said, help: `raise them: ${raise}` })]
}
