import { givenImageId, givenImagePath } from '../../model/given-image.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import type { Path } from '../../shared/finding.js'
import type { OfflineRule, Violation } from '../rule.js'

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute */
const names = [
  ['a gallery', /^[a-z0-9]([a-z0-9_.]{0,78}[a-z0-9])?$/i, 'letters, digits, _ and .'],
  ['an image definition', /^[a-z0-9]([a-z0-9_.-]{0,78}[a-z0-9])?$/i, 'letters, digits, _, . and -'],
] as const

export const galleryNamesAreValid: OfflineRule = {
  id: 'gallery/names-are-valid',
  title: 'the names of gallery and image definition in an ID are names that Azure takes',
  // Both have to be there already, mostly: a plan looks.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute',
  needs: 'config',
  check: (config) => [
    ...problemsOf(config.gallery?.imageDefinition, ['gallery', 'imageDefinition']),
    ...problemsOf(givenImageId(config), givenImagePath(config)),
  ],
}

function problemsOf(text: string | undefined, at: Path): readonly Violation[] {
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
    return [{ at, message, help }]
  })
}
