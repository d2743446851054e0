import { closedFamilyOf, retirementOf } from '../../model/retirements.js'
import { showValue } from '../../shared/show-value.js'
import { retirementProblem } from '../kit/retirement.js'
import { type WrittenSize, writtenSizes } from '../kit/written-sizes.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'
import { inSubscription } from '../../shared/az-command.js'

/** Of a name of which another is suggested. */
const longest = 80

export const poolVmSizeRules = [
  ...rulesOn('config', [
    {
      id: 'pool/vm-size-form',
      title: 'vmSize is not the full name of a size, such as Standard_D4s_v5',
      severity: 'warning',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions',
      check: (config) =>
        writtenSizes(config).flatMap((size) => problemsOf(size, config.pool?.account)),
    },
    {
      id: 'pool/vm-size-is-for-batch',
      title: 'the VM size is of a family that Batch makes no nodes of',
      // The list of what Batch does not take is of 2021; a plan asks the account's region.
      severity: 'warning',
      docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
      check: (config) =>
        writtenSizes(config).flatMap(({ name, at }) => {
          if (!/^(standard_b\d|basic_|standard_a0$)/i.test(name)) return []
          const isBurstable = /^standard_b/i.test(name)
          const family = isBurstable ? 'of the burstable B family' : 'of the smallest kind'
          return {
            at,
            message: `${showValue(name)} is ${family}, which Batch has not offered`,
            help: 'choose a size of another family, for example of Dsv5',
          }
        }),
    },
  ]),
  ...rulesOn('date', [
    {
      id: 'pool/vm-size-is-in-service',
      title: 'Azure no longer offers the family of the VM size, or will not for another year',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/sizes/previous-gen-sizes-list',
      check: (config, today) =>
        writtenSizes(config).flatMap(({ name, at }) => {
          const retirement = retirementOf('vm-family', name)
          if (retirement === undefined) return []
          const subject = `the family ${retirement.name} of VM size ${showValue(name)}`
          const help = 'choose a size of a newer family, for example of Dsv5'
          return [retirementProblem({ at, subject, help, retirement }, today)]
        }),
    },
    {
      id: 'pool/vm-size-can-grow',
      title: 'Azure gives out no more cores of the family of the VM size',
      severity: 'notice',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/sizes/retirement/retired-sizes-list',
      check: (config, today) =>
        writtenSizes(config).flatMap(({ name, at }) => {
          const family = closedFamilyOf(name, today)
          if (family === undefined) return []
          return {
            at,
            message: `the family ${family} of ${showValue(name)} is closed for growth since July 2026: new subscriptions cannot have it, more quota is not approved, and nodes may fail to come with quota in hand`,
            help: 'move to a size of generation v5 or later (such as Standard_D4s_v5)',
          }
        }),
    },
  ]),
]

function problemsOf({ name, at }: WrittenSize, account: string | undefined): Found {
  // `Mix` stands for the sizes of vmSkuProfile, from Batch API 2026-08-01 on.
  if (/^((standard|basic)_[a-z0-9_-]+|mix)$/i.test(name)) return []
  // A longer one is no slip in a name, and to look for one in it takes time.
  const plain = (name.length > longest ? '' : name.trim())
    .replace(/^standard[\s_-]*/i, '')
    .replace(/[\s-]+(v\d+)$/i, '_$1')
  const isSize = /^[a-z]+\d+[a-z0-9_-]*$/i.test(plain)
  const help = isSize
    ? `did you mean Standard_${plain}?`
    : `az batch location list-skus --location <region>${inSubscription(account)} lists the sizes of a region`
  return { at, message: `${showValue(name)} is not the name of a VM size`, help }
}
