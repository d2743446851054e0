import { describe, expect, test } from '@jest/globals'
import { readServiceError } from '../../../src/shared/service-error.js'
import { isCapacityError, nextVmSize } from '../../../src/apply/nodes/judge-capacity.js'
import type { AzureErrorDetail } from '../../../src/shared/errors.js'

function failed(reason: string, provider?: { code: string; message: string }): AzureErrorDetail {
  const json = JSON.stringify({ error: provider })
  return readServiceError({
    code: 'AllocationFailed',
    message: 'Desired number of dedicated nodes could not be allocated',
    values: [
      { name: 'Reason', value: reason },
      ...(provider === undefined ? [] : [{ name: 'Provider Error Json', value: json }]),
    ],
  })
}
function coded(code: string): AzureErrorDetail {
  return readServiceError({ code, message: '' })
}
const provided = (code: string, message = 'said by Compute'): AzureErrorDetail =>
  failed('Allocation failed as the provider returned an error', { code, message })

describe('another VM size helps', () => {
  test.each([
    ['BatchOutOfCapacity', coded('BatchOutOfCapacity')],
    [
      'insufficient capacity',
      failed('insufficient capacity for the requested VM size in the region.'),
    ],
    ['AllocationFailed of Compute', provided('AllocationFailed')],
    ['ZonalAllocationFailed of Compute', provided('ZonalAllocationFailed')],
    ['SkuNotAvailable of Compute', provided('SkuNotAvailable')],
  ])('against %s', (_what, error) => {
    expect(isCapacityError(error)).toBe(true)
  })

  test.each([
    ['a quota', coded('AccountCoreQuotaReached')],
    ['the quota of a family', coded('AccountVMSeriesCoreQuotaReached')],
    ['a size that Batch does not offer', coded('UnsupportedVMSize')],
    ['a timeout', coded('AllocationTimedout')],
    ['constraints', coded('OverconstrainedAllocationRequestError')],
    ['constraints of Compute', provided('OverconstrainedAllocationRequest')],
    ['a quota of the subscription', provided('OperationNotAllowed', 'exceeds the quota of 10')],
    [
      'a generation that does not boot',
      provided('BadRequest', 'cannot boot Hypervisor Generation'),
    ],
    ['a full subnet', provided('SubnetIsFull')],
    ['a deleted image', coded('AllocationFailed')],
    ['a delegated subnet', failed('the subnet has delegation to external resources')],
  ])('not against %s', (_what, error) => {
    expect(isCapacityError(error)).toBe(false)
  })
})

describe('the next VM size', () => {
  const sizes = ['Standard_D4s_v5', 'Standard_D4s_v4', 'Standard_D4as_v5']
  const full = coded('BatchOutOfCapacity')

  test('is the one after the current one, in whatever letters Azure shows it', () => {
    expect(nextVmSize(sizes, 'STANDARD_D4S_V5', [full])).toBe('Standard_D4s_v4')
    expect(nextVmSize(sizes, 'standard_d4s_v4', [full])).toBe('Standard_D4as_v5')
    expect(nextVmSize(sizes, 'Standard_D4as_v5', [full])).toBeUndefined()
  })

  test('is none where anything but capacity is missing, or nothing is known to be', () => {
    expect(
      nextVmSize(sizes, 'Standard_D4s_v5', [full, coded('AccountCoreQuotaReached')]),
    ).toBeUndefined()
    expect(nextVmSize(sizes, 'Standard_D4s_v5', [])).toBeUndefined()
  })
})
