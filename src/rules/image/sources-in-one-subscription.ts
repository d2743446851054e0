import type { Config } from '../../inputs/config.js'
import { parseArmId } from '../../shared/arm-id.js'
import type { Path } from '../../shared/finding.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const sourcesInOneSubscription: OfflineRule = {
  id: 'image/sources-in-one-subscription',
  title: 'the sources of an image are in one subscription',
  // Azure reads them across subscriptions for those who may; mostly it is a copied line.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/capture-image-resource',
  needs: 'config',
  check: (config) => {
    const [first, ...others] = writtenIds(config)
    if (first === undefined) return []
    return others.flatMap(({ at, subscription, name }) => {
      if (subscription.toLowerCase() === first.subscription.toLowerCase()) return []
      const message = `${showValue(name)} is in subscription ${subscription}, ${showValue(first.name)} in ${first.subscription}`
      const help = `copy the snapshot to subscription ${first.subscription}, or check the ID`
      return [{ at, message, help }]
    })
  },
}

interface LocatedValue {
  readonly at: Path
  readonly name: string
  readonly subscription: string
}

function writtenIds({ image = {} }: Config): readonly LocatedValue[] {
  const { osSnapshot, source, dataSnapshots = [], dataDiskSources = [] } = image
  const texts: readonly (readonly [Path, string | undefined])[] = [
    [['image', 'osSnapshot'], osSnapshot],
    [['image', 'source'], source],
    ...dataSnapshots.map(
      (item, index) => [['image', 'dataSnapshots', index], item.source] as const,
    ),
    ...dataDiskSources.map((text, index) => [['image', 'dataDiskSources', index], text] as const),
  ]
  return texts.flatMap(([at, text = '']) => {
    const id = parseArmId(text)
    return id === undefined ? [] : [{ at, name: id.name, subscription: id.subscriptionId }]
  })
}
