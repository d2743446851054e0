import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { mendId } from '../../shared/mend-id.js'
import { showValue } from '../../shared/show-value.js'
import type { Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const imageName = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/
const groupName = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u
const types = [armTypes.image, armTypes.imageDefinition, armTypes.imageVersion]

export const imageNamesRules = rulesOn('config', [
  {
    id: 'image/name-is-valid',
    title: 'the name of the image or of its resource group is not one that Azure takes',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules',
    check: ({ image }) => {
      const problems: Violation[] = []
      if (image?.name !== undefined && !imageName.test(image.name)) {
        problems.push({
          at: ['image', 'name'],
          message: `${showValue(image.name)} is not a valid image name`,
          help: 'use 1 to 80 letters, digits, _, . and -, beginning with a letter or digit and ending with one or _',
        })
      }
      if (image?.resourceGroup !== undefined && !groupName.test(image.resourceGroup)) {
        problems.push({
          at: ['image', 'resourceGroup'],
          message: `${showValue(image.resourceGroup)} is not a valid resource group name`,
          help: 'use 1 to 90 letters, digits, _, (, ), . and -, not ending with a dot',
        })
      }
      return problems
    },
  },
  {
    id: 'image/given-id-is-an-image',
    title:
      'image-id names something other than a managed image, gallery image version or image definition',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: ({ image }) => {
      if (image?.id === undefined) return []
      const id = parseArmId(image.id)
      if (id !== undefined && types.some((type) => hasType(id, type))) return []
      // A managed image, or a gallery's definition or version, in resource-group.
      if (id === undefined && /^[\w.-]+(\/[\w.-]+){0,2}$/.test(image.id)) return []
      const meant = mendId(image.id, types)
      return {
        at: ['image', 'id'],
        message:
          id === undefined
            ? `${showValue(image.id)} is not a resource ID`
            : `${showValue(image.id)} is of type ${showValue(id.type)}, which is not an image`,
        help:
          meant === undefined
            ? 'give /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/galleries/…/images/…/versions/x.y.z, or the id of a managed image'
            : `write ${meant}`,
      }
    },
  },
])
