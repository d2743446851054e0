import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { imageDifferences, tagDifferences } from '../../model/image-differences.js'
import type { Change } from '../../model/step.js'
import { isBeingMade, resolveImage } from '../../plan/image.js'
import type { ManagedImage } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { missingRights, rightsDocs } from '../kit/missing-rights.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const at = ['image', 'name']

export const imageExistingImageRules = rulesOn('facts', [
  {
    id: 'image/existing-image-is-the-same',
    title: 'an image of that name is made from other sources or with other settings',
    docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
    check: (config, facts) => {
      const existing = facts.image?.existing
      if (existing === undefined) return []
      return [
        stateProblems(existing),
        differenceProblems(config, facts, existing),
        tagProblems(config, existing),
      ]
    },
  },
  {
    id: 'image/caller-has-rights',
    title: 'the identity that runs this may not make the image',
    docs: rightsDocs,
    reads: ['permissions'],
    check: (config, facts) => missingRights(config, facts, 'image'),
  },
])

function stateProblems(image: ManagedImage): Found {
  const state = image.provisioningState ?? 'Succeeded'
  if (state === 'Succeeded' || isBeingMade(state)) return []
  const help =
    state === 'Deleting'
      ? 'run again once it is gone, or give the image another name'
      : `delete it (az image delete --ids ${image.id}) and run again, or give the image another name`
  return { at, message: `image ${nameOfId(image.id)} exists and is in state ${state}`, help }
}

function differenceProblems(config: Config, { image }: Facts, existing: ManagedImage): Found {
  const body = image && resolveImage(config, image)?.body
  const changes = body === undefined ? [] : imageDifferences(body, existing)
  if (changes.length === 0) return []
  return {
    at,
    message: `image ${nameOfId(existing.id)} exists and is another: ${changes.map(showChange).join('; ')}`,
    help: 'give the image another name: an image is never overwritten; or delete the old one if nothing uses it',
  }
}

function tagProblems({ image }: Config, existing: ManagedImage): Found {
  const changes = tagDifferences(image?.tags ?? {}, existing.tags)
  if (changes.length === 0) return []
  return {
    at: ['image', 'tags'],
    severity: 'notice',
    message: `image ${nameOfId(existing.id)} exists with other tags, and is used as it is: ${changes.map(showChange).join('; ')}`,
    help: `change the tags if they matter (az tag update --resource-id ${existing.id} --operation Merge --tags …), or give the image another name`,
  }
}

function showChange({ property, from, to }: Change): string {
  return `${property} is ${show(from)}, wanted ${show(to)}`
}

function show(value: Change['to']): string {
  if (value === undefined) return 'not set'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
