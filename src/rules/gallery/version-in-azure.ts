import type { GalleryConfig } from '../../inputs/config.js'
import { parseEndOfLifeDate } from '../../model/end-of-life.js'
import { givenImagePath, isOwnGiven } from '../../model/given-image.js'
import { publishedRegions } from '../../model/target-regions.js'
import { type VersionChoice, isAlive } from '../../model/version-choice.js'
import { describeSource, sourceOf } from '../../model/version-source.js'
import { resolveGallery } from '../../plan/resolve-gallery.js'
import type { ImageVersion } from '../../ports/azure.js'
import type { JsonObject } from '../../shared/json.js'
import { numberAt, objectAt, objectsAt, textAt } from '../../shared/json-at.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { normaliseRegion } from '../../shared/region.js'
import { missingRights, rightsDocs } from '../kit/missing-rights.js'
import type { Rule, Violation } from '../rule.js'

export const galleryVersionInAzureRules: readonly Rule[] = [
  {
    id: 'gallery/account-subscription',
    title: 'gallery and Batch account are in different subscriptions',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    needs: 'facts',
    check: (config, { gallery, given, pool }) => {
      if (pool === undefined) return []
      const givenId = given?.kind === 'gallery' ? given.id : undefined
      const galleryId = parseArmId(gallery?.definitionId ?? givenId ?? '')
      const account = parseArmId(pool.accountId)
      if (galleryId === undefined || account === undefined) return []
      const [theirs, ours] = [galleryId.subscriptionId, account.subscriptionId]
      if (theirs.toLowerCase() === ours.toLowerCase()) return []
      return [
        {
          at: gallery === undefined ? givenImagePath(config) : ['gallery', 'imageDefinition'],
          message: `the gallery is in subscription ${theirs}, the Batch account in ${ours}`,
          help: `register Microsoft.Batch in ${theirs}; both must be of one tenant`,
        },
      ]
    },
  },
  {
    id: 'gallery/adopted-version-covers',
    title: 'an adopted version is not published as the config asks',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
    needs: 'facts',
    check: (config, facts) => {
      const { choice, gallery, accountRegion } = resolveGallery(config, facts) ?? {}
      if (choice?.kind !== 'adopt') return []
      const published = publishedRegions(choice.version.properties)
      const others = gallery === undefined ? [] : otherSettings(gallery, choice.version)
      const ofRegions = (gallery?.targetRegions ?? []).flatMap(
        ({ name, replicas = gallery?.replicaCount, storageAccountType }, index) => {
          const region = normaliseRegion(name)
          const there = published.find((candidate) => candidate.name === region)
          if (there === undefined && region === accountRegion) return [] // an error of its own
          const wanted = typeof replicas === 'number' ? replicas : 0
          const held = heldStorageType(choice.version.properties, region)
          if (
            there !== undefined &&
            storageAccountType !== undefined &&
            held !== undefined &&
            held.toLowerCase() !== storageAccountType.toLowerCase()
          ) {
            return [
              {
                at: ['gallery', 'targetRegions', index, 'storageAccountType'],
                message: `image version ${choice.version.name} is adopted as it is: in ${region} it lies on ${held}, not ${storageAccountType}`,
                help: 'give another version number: the storage type of a replica is chosen when it is made',
              },
            ]
          }
          if (there !== undefined && there.replicas >= wanted) return []
          const has = there === undefined ? 'no replica' : countReplicas(there.replicas)
          return [
            {
              at: ['gallery', 'targetRegions', index],
              message: `image version ${choice.version.name} is adopted as it is: it has ${has} in ${region}`,
              help: 'change it with az sig image-version update --target-regions, or give another version number',
            },
          ]
        },
      )
      return [...ofRegions, ...others]
    },
  },
  {
    id: 'gallery/given-version',
    title: 'the gallery version that the config names does not exist or cannot be used',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
    needs: 'facts',
    check: (config, { given }) => {
      if (given?.kind !== 'gallery') return []
      const at = givenImagePath(config)
      // Who may not see it gets the same answer, and Batch may see more than the caller.
      const severity = isOwnGiven(config) ? 'warning' : 'error'
      const id = parseArmId(given.id)
      const isFloating = id !== undefined && hasType(id, armTypes.imageDefinition)
      if (given.definition === undefined) {
        const message = `the image definition of ${given.id} does not exist`
        const help = 'check the id, and that the identity may read the gallery'
        return [{ at, message, help, severity }]
      }
      if (given.version === undefined) {
        const message = isFloating
          ? `image definition ${given.id} has no version that counts as latest`
          : `image version ${given.id} does not exist`
        const help = isFloating
          ? 'publish a version that is not excluded from latest, or give the id of a version'
          : 'check the id, or make the version by giving a gallery section'
        return [{ at, message, help, severity }]
      }
      if (isAlive(given.version)) return []
      const message = `image version ${given.version.id} is ${given.version.provisioningState}`
      return [{ at, message, help: 'give another version' }]
    },
  },
  {
    id: 'gallery/version-free',
    title: 'the version that is asked for exists and is made from another source',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
    needs: 'facts',
    check: (config, facts) => {
      const { choice, from } = resolveGallery(config, facts) ?? {}
      if (choice?.kind !== 'taken') return []
      return [{ at: ['gallery', 'imageVersion'], ...explain(choice, describeSource(from?.source)) }]
    },
  },
  {
    id: 'gallery/caller-has-rights',
    title: 'the identity that runs this may not publish to the gallery',
    severity: 'error',
    docs: rightsDocs,
    needs: 'facts',
    reads: ['permissions'],
    check: (config, facts) => missingRights(config, facts, 'gallery'),
  },
]

/** Of a version that is there, what the config writes of its publishing otherwise. */
function otherSettings(gallery: GalleryConfig, version: ImageVersion): readonly Violation[] {
  const { properties, name } = version
  const profile = objectAt(properties, 'publishingProfile') ?? {}
  const adopted = `image version ${name} is adopted as it is`
  const other = 'or give another version number'
  const held = {
    replicationMode: textAt(profile, 'replicationMode') ?? 'Full',
    endOfLife: textAt(profile, 'endOfLifeDate'),
    replicas: numberAt(profile, 'replicaCount') ?? 1,
  }
  const violations: Violation[] = []
  const { excludeFromLatest, endOfLifeDate, replicationMode, replicaCount, targetRegions } = gallery
  if (excludeFromLatest !== undefined && excludeFromLatest !== version.excludeFromLatest) {
    violations.push({
      at: ['gallery', 'excludeFromLatest'],
      message: `${adopted}: excludeFromLatest is ${String(version.excludeFromLatest)}, not ${String(excludeFromLatest)}`,
      help: `${updateOf(version.id)} --set publishingProfile.excludeFromLatest=${String(excludeFromLatest)}, ${other}`,
    })
  }
  const wantedEnd = parseEndOfLifeDate(endOfLifeDate ?? '')
  if (wantedEnd !== undefined && Date.parse(wantedEnd) !== Date.parse(held.endOfLife ?? '')) {
    violations.push({
      at: ['gallery', 'endOfLifeDate'],
      message: `${adopted}: its end of life is ${held.endOfLife ?? 'not set'}, not ${wantedEnd}`,
      help: `${updateOf(version.id)} --set publishingProfile.endOfLifeDate=${wantedEnd}, ${other}`,
    })
  }
  if (
    replicationMode !== undefined &&
    replicationMode.toLowerCase() !== held.replicationMode.toLowerCase()
  ) {
    violations.push({
      at: ['gallery', 'replicationMode'],
      message: `${adopted}: its replication mode is ${held.replicationMode}, not ${replicationMode}`,
      help: 'give another version number: the mode is chosen when a version is made',
    })
  }
  const hasOwnCounts = (targetRegions ?? []).length > 0
  if (typeof replicaCount === 'number' && !hasOwnCounts && replicaCount > held.replicas) {
    violations.push({
      at: ['gallery', 'replicaCount'],
      message: `${adopted}: it has ${countReplicas(held.replicas)} a region, not ${String(replicaCount)}`,
      help: `${updateOf(version.id)} --replica-count ${String(replicaCount)}, ${other}`,
    })
  }
  return violations
}

function heldStorageType(properties: JsonObject, region: string): string | undefined {
  const profile = objectAt(properties, 'publishingProfile')
  const own = objectsAt(profile, 'targetRegions').find(
    (one) => normaliseRegion(textAt(one, 'name') ?? '') === region,
  )
  return textAt(own, 'storageAccountType') ?? textAt(profile, 'storageAccountType')
}

function updateOf(versionId: string): string {
  const id = parseArmId(versionId)
  const [gallery = '', definition = '', version = ''] = id?.names ?? []
  return `az sig image-version update -g ${id?.resourceGroup ?? ''} -r ${gallery} -i ${definition} -e ${version}`
}

function countReplicas(count: number): string {
  return count === 1 ? '1 replica' : `${String(count)} replicas`
}

type Taken = Extract<VersionChoice, { kind: 'taken' }>

function explain({ by, version }: Taken, wanted: string): { message: string; help: string } {
  const { name } = version
  const other = 'give another number, or auto for the next free one'
  switch (by) {
    case 'other-source': {
      const theirs = describeSource(sourceOf(version.properties))
      const message =
        theirs.toLowerCase() === wanted.toLowerCase()
          ? `image version ${name} was made from an earlier ${wanted}, not from the present one of that name`
          : `image version ${name} exists and was made from ${theirs}, wanted is ${wanted}`
      return { message, help: other }
    }
    case 'deleting':
      return {
        message: `image version ${name} is being deleted`,
        help: `wait until it is gone, or ${other}`,
      }
    case 'failed': {
      const message = `image version ${name} exists and has failed, so no node can be made from it`
      return { message, help: `${other}; or delete it: ${deletion(version.id)}` }
    }
  }
}

function deletion(versionId: string): string {
  const id = parseArmId(versionId)
  const [gallery = '', definition = '', version = ''] = id?.names ?? []
  return `az sig image-version delete -g ${id?.resourceGroup ?? ''} -r ${gallery} -i ${definition} -e ${version}`
}
