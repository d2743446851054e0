import { showValue } from '../../shared/show-value.js'
import type { OfflineRule, Violation } from '../rule.js'
import { writtenSizes, type WrittenSize } from '../vm-sizes.js'

export const vmSizeForm: OfflineRule = {
  id: 'pool/vm-size-form',
  title: 'vmSize is the full name of a size, such as Standard_D4s_v5',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions',
  needs: 'config',
  check: (config) => writtenSizes(config).flatMap(problemOf),
}

/** Of a name of which another is suggested. */
const longest = 80

function problemOf({ name, at }: WrittenSize): readonly Violation[] {
  if (/^(standard|basic)_[a-z0-9_-]+$/i.test(name)) return []
  // A longer one is no slip in a name, and to look for one in it takes time.
  const plain = (name.length > longest ? '' : name.trim())
    .replace(/^standard[\s_-]*/i, '')
    .replace(/[\s-]+(v\d+)$/i, '_$1')
  const isSize = /^[a-z]+\d+[a-z0-9_-]*$/i.test(plain)
  const help = isSize
    ? `did you mean Standard_${plain}?`
    : 'az batch location list-skus -l <region> lists the sizes of a region'
  return [{ at, message: `${showValue(name)} is not the name of a VM size`, help }]
}
