import { isSameText } from '../../shared/same-text.js'
import { givenImagePath, isOwnGiven } from '../../model/given-image.js'
import { type VersionChoice, isAlive } from '../../model/version-choice.js'
import { describeSource, sourceOf } from '../../model/version-source.js'
import { adoptedDifferences } from '../../plan/adopted-version.js'
import { resolveGallery, usedVersion } from '../../plan/resolve-gallery.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { versionArguments } from '../kit/az-command.js'
import { didYouMean, isInMissingPlace } from '../kit/missing.js'
import { missingRights, rightsDocs } from '../kit/missing-rights.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/virtual-machines/image-version'

export const galleryVersionInAzureRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'gallery/account-subscription',
    title: 'gallery and Batch account are in different subscriptions',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: (config, { gallery, given, pool }) => {
      if (pool === undefined) return []
      const givenId = given?.kind === 'gallery' ? given.id : undefined
      const galleryId = parseArmId(gallery?.definitionId ?? givenId ?? '')
      const account = parseArmId(pool.accountId)
      if (galleryId === undefined || account === undefined) return []
      const [theirs, ours] = [galleryId.subscriptionId, account.subscriptionId]
      if (isSameText(theirs, ours)) return []
      return {
        at: gallery === undefined ? givenImagePath(config) : ['gallery', 'imageDefinition'],
        message: `the gallery is in subscription ${theirs}, the Batch account in ${ours}`,
        help: `register Microsoft.Batch in ${theirs}; both must be of one tenant`,
      }
    },
  },
  {
    id: 'gallery/adopted-version-covers',
    title: 'an adopted version is not published as the config asks, and is not changed to be',
    severity: 'warning',
    check: (config, facts) => {
      const version = usedVersion(config, facts)
      if (version === undefined) return []
      const { otherUsers = [] } = facts.gallery ?? {}
      return adoptedDifferences(config, facts).flatMap(({ isDone, at, message, kind, flags }) => {
        if (isDone) return []
        const adopted = `image version ${version.name} is adopted as it is: ${message}`
        const other = 'give another version number'
        if (kind === 'never' || flags === undefined) {
          const help = `${other}: that is settled when a version is made`
          return { at, message: adopted, help }
        }
        const [user] = otherUsers
        const why = user === undefined ? '' : `; ${user} uses it`
        return {
          at,
          message: `${adopted}${why}`,
          help: `az sig image-version update ${versionArguments(version.id)} ${flags}, or ${other}`,
        }
      })
    },
  },
  {
    id: 'gallery/given-version',
    title: 'the gallery version that the config names does not exist or cannot be used',
    check: (config, facts) => {
      const { given } = facts
      if (given?.kind !== 'gallery' || isInMissingPlace(given.id, facts)) return []
      const near = didYouMean([given.id], facts)
      const at = givenImagePath(config)
      // Who may not see it gets the same answer, and Batch may see more than the caller.
      const severity = isOwnGiven(config) ? 'warning' : 'error'
      const id = parseArmId(given.id)
      const isFloating = id !== undefined && hasType(id, armTypes.imageDefinition)
      if (given.definition === undefined) {
        const message = `the image definition of ${given.id} does not exist`
        const help = near ?? 'check the id, and that the identity may read the gallery'
        return { at, message, help, severity }
      }
      if (given.version === undefined) {
        const message = isFloating
          ? `image definition ${given.id} has no version that counts as latest`
          : `image version ${given.id} does not exist`
        const help = isFloating
          ? 'publish a version that is not excluded from latest, or give the id of a version'
          : (near ?? 'check the id, or make the version by giving a gallery section')
        return { at, message, help, severity }
      }
      if (isAlive(given.version)) return []
      const message = `image version ${given.version.id} is ${given.version.provisioningState}`
      return { at, message, help: 'give another version' }
    },
  },
  {
    id: 'gallery/version-free',
    title: 'the version that is asked for exists and is made from another source',
    check: (config, facts) => {
      const { choice, from } = resolveGallery(config, facts) ?? {}
      if (choice?.kind !== 'taken') return []
      return { at: ['gallery', 'imageVersion'], ...explain(choice, describeSource(from?.source)) }
    },
  },
  {
    id: 'gallery/caller-has-rights',
    title: 'the identity that runs this may not publish to the gallery',
    docs: rightsDocs,
    reads: ['permissions'],
    check: (config, facts) => missingRights(config, facts, 'gallery'),
  },
])

type Taken = Extract<VersionChoice, { kind: 'taken' }>

function explain({ by, version }: Taken, wanted: string): { message: string; help: string } {
  const { name } = version
  const other = 'give another number, or auto for the next free one'
  switch (by) {
    case 'other-source': {
      const theirs = describeSource(sourceOf(version.properties))
      const message = isSameText(theirs, wanted)
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
      return {
        message,
        help: `${other}; or delete it: az sig image-version delete ${versionArguments(version.id)}`,
      }
    }
  }
}
