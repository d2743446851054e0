import { closedMap } from '../closed-map.js'
import { choice, integer, optional, required, text } from './vocabulary.js'

const encryptionSet = closedMap({ id: required('ARM id of the disk encryption set', text) })
const storageAccountType = choice('Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS')
export const managedDisk = closedMap({
  diskEncryptionSet: optional(
    'customer-managed key; accounts in user-subscription mode only',
    encryptionSet,
    { since: '2025-06-01' },
  ),
  securityProfile: optional(
    'encryption of a confidential VM',
    closedMap({
      diskEncryptionSet: optional('customer-managed key of the confidential disk', encryptionSet, {
        since: '2025-06-01',
      }),
      securityEncryptionType: optional(
        'what to encrypt',
        choice('NonPersistedTPM', 'VMGuestStateOnly', 'DiskWithVMGuestState'),
        {
          valuesSince: { DiskWithVMGuestState: '2025-06-01' },
        },
      ),
    }),
    { since: '2024-07-01' },
  ),
  storageAccountType: optional('storage type of the disk', storageAccountType),
})
export const caching = choice('None', 'ReadOnly', 'ReadWrite')

export const dataDisk = closedMap({
  caching: optional('host caching', caching),
  diskSizeGB: required('size of the new, empty disk, in GB', integer),
  lun: required('logical unit number, different for each disk', integer),
  managedDisk: optional('storage and encryption of the disk', managedDisk, {
    since: '2025-06-01',
    instead: 'storageAccountType',
  }),
  storageAccountType: optional(
    'kind of storage; from 2025-06-01 on under managedDisk',
    storageAccountType,
    {
      until: '2025-06-01',
      instead: 'managedDisk.storageAccountType',
      valuesSince: { StandardSSD_LRS: '2023-11-01' },
    },
  ),
})
