import { showValue } from '../../shared/show-value.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const vmSizeForm: OfflineRule = {
  id: 'pool/vm-size-form',
  title: 'vmSize is the full name of a size, such as Standard_D4s_v5',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions',
  needs: 'config',
  check: (config) => {
    const size = poolValue(config, 'vmSize')
    if (typeof size !== 'string' || size === '' || /^(standard|basic)_[a-z0-9_-]+$/i.test(size)) {
      return []
    }
    const plain = size
      .trim()
      .replace(/^standard[\s_-]*/i, '')
      .replace(/[\s-]+(v\d+)$/i, '_$1')
    const isSize = /^[a-z]+\d+[a-z0-9_-]*$/i.test(plain)
    const help = isSize
      ? `did you mean Standard_${plain}?`
      : 'az batch location list-skus -l <region> lists the sizes of a region'
    return [{ at: poolPath('vmSize'), message: `${showValue(size)} is no name of a VM size`, help }]
  },
}
