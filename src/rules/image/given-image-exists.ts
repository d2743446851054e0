import { givenImagePath, isOwnGiven } from '../../model/given-image.js'
import { isBeingMade } from '../../plan/image.js'
import type { AzureRule } from '../rule.js'

export const givenImageExists: AzureRule = {
  id: 'image/given-image-exists',
  title: 'the managed image that the config names exists and is usable',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/capture-image-resource',
  needs: 'facts',
  check: (config, { given }) => {
    if (given?.kind !== 'managed-image') return []
    const at = givenImagePath(config)
    if (given.image === undefined) {
      return [
        {
          at,
          message: `image ${given.id} was not found`,
          help: 'check the spelling, the resource group and the subscription',
          ...(isOwnGiven(config) && { severity: 'warning' as const }),
        },
      ]
    }
    const state = given.image.provisioningState ?? 'Succeeded'
    if (state === 'Succeeded' || isBeingMade(state)) return []
    return [
      {
        at,
        message: `image ${given.id} is in state ${state}`,
        help: 'make the image again, or name another',
      },
    ]
  },
}
