import { closedMap } from '../closed-map.js'
import { choice, integer, need, say, text } from './vocabulary.js'

const encryptionSet = closedMap({ id: need('ARM id of the disk encryption set', text) })
const storageAccountType = choice('Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS')
export const managedDisk = closedMap({
  diskEncryptionSet: say(
    'customer-managed key; accounts in user-subscription mode only',
    encryptionSet,
    { since: '2025-06-01' },
  ),
  securityProfile: say(
    'encryption of a confidential VM',
    closedMap({
      diskEncryptionSet: say('customer-managed key of the confidential disk', encryptionSet, {
        since: '2025-06-01',
      }),
      securityEncryptionType: say(
        'what to encrypt',
        choice('NonPersistedTPM', 'VMGuestStateOnly', 'DiskWithVMGuestState'),
        {
          valuesSince: { DiskWithVMGuestState: '2025-06-01' },
        },
      ),
    }),
    { since: '2024-07-01' },
  ),
  storageAccountType: say('storage type of the disk', storageAccountType),
})
export const caching = choice('None', 'ReadOnly', 'ReadWrite')

export const dataDisk = closedMap({
  caching: say('host caching', caching),
  diskSizeGB: need('size of the new, empty disk, in GB', integer),
  lun: need('logical unit number, different for each disk', integer),
  managedDisk: say('storage and encryption of the disk', managedDisk, {
    since: '2025-06-01',
    instead: 'storageAccountType',
  }),
  storageAccountType: say(
    'kind of storage; from 2025-06-01 on under managedDisk',
    storageAccountType,
    {
      until: '2025-06-01',
      instead: 'managedDisk.storageAccountType',
      valuesSince: { StandardSSD_LRS: '2023-11-01' },
    },
  ),
})
