import { valueOf } from '../../model/check-facts.js'
import { sizeByName } from '../../model/sizes-by-name.js'
import { pathText } from '../../shared/path-text.js'
import { withSize } from '../kit/every-size.js'
import { sizePath } from '../kit/sizes.js'
import { writtenImage } from '../kit/written-image.js'
import { isMix, writtenSizes } from '../kit/written-sizes.js'
import type { Violation } from '../rule.js'
import { listOf, rulesOn } from '../kit/rules-on.js'
import { sizeNeeds } from './size-capabilities.js'

export const poolVmSizeByNameRules = rulesOn('date', [
  {
    id: 'pool/vm-size-by-name',
    title: 'the VM size, by its very name, cannot do what the pool asks for',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions',
    check: (config) => {
      const image = writtenImage(config)
      return writtenSizes(config)
        .filter(({ name }) => !isMix(name))
        .flatMap(({ name, at }) => {
          const size = sizeByName(name)
          if (size === undefined) return []
          const resized = withSize(config, name)
          return sizeNeeds.flatMap(({ unmet, severity = 'error' }) =>
            listOf(unmet({ size, config: resized, image })).map((violation): Violation => ({
              severity,
              ...violation,
              at: pathText(violation.at) === pathText(sizePath) ? at : violation.at,
            })),
          )
        })
    },
    // Batch's list says it of every size, with a rule for each capability.
    isOverruled: (_config, { checks }) => (valueOf(checks?.vmSizes) ?? []).length > 0,
  },
])
