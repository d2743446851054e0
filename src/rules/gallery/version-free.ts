import { resolveGallery } from '../../plan/resolve-gallery.js'
import type { VersionChoice } from '../../model/version-choice.js'
import { describeSource, sourceOf } from '../../model/version-source.js'
import { parseArmId } from '../../shared/arm-id.js'
import type { AzureRule } from '../rule.js'

type Taken = Extract<VersionChoice, { kind: 'taken' }>

export const versionFree: AzureRule = {
  id: 'gallery/version-free',
  title: 'the version that is asked for is free, or made from the same source',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'facts',
  check: (config, facts) => {
    const { choice, from } = resolveGallery(config, facts) ?? {}
    if (choice?.kind !== 'taken') return []
    return [{ at: ['gallery', 'imageVersion'], ...explain(choice, describeSource(from?.source)) }]
  },
}

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
