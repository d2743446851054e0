import { resolvePool } from '../../plan/resolve-pool.js'
import { jsonAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'

const path = ['networkConfiguration', 'enableAcceleratedNetworking'] as const

export const definitionTakesAcceleratedNetworking: AzureRule = {
  id: 'gallery/definition-takes-accelerated-networking',
  title: 'an image for accelerated networking is in a definition that allows it',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
  needs: 'facts',
  check: (config, facts) => {
    const definition = resolvePool(config, facts)?.definition
    if (jsonAt(config.pool?.properties, ...path) !== true || definition === undefined) return []
    const feature = definition.features.find(
      ({ name }) => name.toLowerCase() === 'isacceleratednetworksupported',
    )
    if (feature?.value.toLowerCase() !== 'false') return []
    return [
      {
        at: ['pool', 'properties', ...path],
        message: `image definition ${definition.id} says IsAcceleratedNetworkSupported=False`,
        help: 'leave enableAcceleratedNetworking out, or use a definition that allows it',
      },
    ]
  },
}
