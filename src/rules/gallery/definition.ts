import { givenImageId, givenImagePath } from '../../model/given-image.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import type { Path } from '../../shared/finding.js'
import { mendId } from '../../shared/mend-id.js'
import { showValue } from '../../shared/show-value.js'
import type { Found, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute */
const names = [
  ['a gallery', /^[a-z0-9]([a-z0-9_.]{0,78}[a-z0-9])?$/i, 'letters, digits, _ and .'],
  ['an image definition', /^[a-z0-9]([a-z0-9_.-]{0,78}[a-z0-9])?$/i, 'letters, digits, _, . and -'],
] as const

export const galleryDefinitionRules = rulesOn('config', [
  {
    id: 'gallery/definition-id',
    title: 'the gallery section names no image definition, or not by its ID',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
    check: ({ gallery }) => {
      if (gallery === undefined) return []
      const given = gallery.imageDefinition
      const help =
        'give the ID of the definition, /subscriptions/…/providers/Microsoft.Compute/galleries/<gallery>/images/<definition>, or <gallery>/<definition> in resource-group'
      if (given === undefined) {
        const message = 'a gallery version is asked for, but no image definition is named'
        return { at: ['gallery'], message, help }
      }
      const id = parseArmId(given)
      if (id !== undefined && hasType(id, armTypes.imageDefinition)) return []
      if (/^[\w.-]+(\/[\w.-]+)?$/.test(given)) return []
      const message = `${showValue(given)} is neither the ID of an image definition nor its name`
      const meant = mendId(given, [armTypes.imageDefinition])
      return {
        at: ['gallery', 'imageDefinition'],
        message,
        help: meant === undefined ? help : `write ${meant}`,
      }
    },
  },
  {
    id: 'gallery/names-are-valid',
    title: 'an ID holds a name of a gallery or image definition that Azure does not take',
    // Both have to be there already, mostly: a plan looks.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute',
    check: (config) => [
      problemsOf(config.gallery?.imageDefinition, ['gallery', 'imageDefinition']),
      problemsOf(givenImageId(config), givenImagePath(config)),
    ],
  },
  {
    id: 'gallery/new-definition-settled',
    title: 'an image definition is to be created without a generation or security type',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
    check: ({ gallery, image }) => {
      if (gallery?.createImageDefinition !== true) return []
      const at = ['gallery', 'createImageDefinition']
      const why = 'which a definition can never change'
      const problems: Violation[] = []
      if (gallery.hyperVGeneration === undefined && image?.hyperVGeneration === undefined) {
        const message = `create-image-definition needs the Hyper-V generation, ${why}`
        problems.push({
          at,
          message,
          help: 'set hyper-v-generation (gallery.hyperVGeneration) to V1 or V2',
        })
      }
      if (gallery.securityType === undefined) {
        const message = `create-image-definition needs the security type, ${why}`
        const help =
          'set security-type (gallery.securityType): Standard for plain VMs; left out, Azure would take TrustedLaunchSupported, which no snapshot may feed'
        problems.push({ at, message, help })
      }
      return problems
    },
  },
])

function problemsOf(text: string | undefined, at: Path): Found {
  const id = parseArmId(text ?? '')
  const isOfGallery =
    id !== undefined &&
    (hasType(id, armTypes.imageDefinition) || hasType(id, armTypes.imageVersion))
  if (!isOfGallery) return []
  return names.flatMap(([what, pattern, characters], index) => {
    const name = id.names[index] ?? ''
    if (pattern.test(name)) return []
    const message = `${showValue(name)} is no name that ${what} can have`
    const help = `check the ID: a name is 1 to 80 ${characters}, beginning and ending with a letter or digit`
    return { at, message, help }
  })
}
