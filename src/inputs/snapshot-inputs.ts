import type { InputRow } from './action-input.js'

/** What snapshots a run takes, of which machine. */
export const snapshots: readonly InputRow[] = [
  {
    name: 'snapshot-source-vm',
    path: ['snapshots', 'sourceVm'],
    description:
      'Virtual machine to take snapshots of, OS disk and data disks: its ID, or its name in `resource-group`. The image is made from them. Nothing is done to the machine.',
  },
  {
    name: 'snapshot-resource-group',
    path: ['snapshots', 'resourceGroup'],
    description:
      "Resource group of the snapshots. Default: `resource-group`, or else the virtual machine's.",
  },
  {
    name: 'snapshot-location',
    path: ['snapshots', 'location'],
    description:
      "Region of the snapshots, as a short or display name. Default: the disks' region. Another region needs `snapshot-incremental`: incremental snapshots are taken in the disks' region and copied over.",
  },
  {
    name: 'snapshot-name-prefix',
    path: ['snapshots', 'namePrefix'],
    description:
      "The snapshots are called `<prefix>-os` and `<prefix>-data-<lun>`. Default: the image's name, or else the pool's.",
  },
  {
    name: 'snapshot-data-disks',
    kind: 'text-or-list',
    path: ['snapshots', 'dataDisks'],
    description:
      '`all`, `none`, or the LUNs of the data disks to include, one per line. Default: `all`.',
  },
  {
    name: 'snapshot-incremental',
    kind: 'boolean',
    path: ['snapshots', 'incremental'],
    description: 'Whether the snapshots are incremental. Default: `false`.',
  },
  {
    name: 'snapshot-sku',
    path: ['snapshots', 'sku'],
    description:
      'Storage of the snapshots: `Standard_LRS`, `Premium_LRS` or `Standard_ZRS`. Default: `Standard_LRS`.',
  },
  {
    name: 'snapshot-network-access-policy',
    path: ['snapshots', 'networkAccessPolicy'],
    description:
      'Who may export the snapshots over the network: `AllowAll`, `AllowPrivate` (with `snapshot-disk-access`) or `DenyAll`.',
  },
  {
    name: 'snapshot-disk-access',
    path: ['snapshots', 'diskAccessId'],
    description:
      'Disk access resource for `AllowPrivate`: its ID, or its name in the resource group of the snapshots.',
  },
  {
    name: 'snapshot-public-network-access',
    path: ['snapshots', 'publicNetworkAccess'],
    description: '`Enabled` or `Disabled`.',
  },
  {
    name: 'snapshot-tags',
    kind: 'map',
    path: ['snapshots', 'tags'],
    description: 'Tags of the snapshots: `key=value`, one per line.',
  },
  {
    name: 'allow-not-generalized',
    kind: 'boolean',
    path: ['snapshots', 'allowNotGeneralized'],
    description:
      'Take the snapshots although Azure does not show the virtual machine as generalized, for example because it was deprovisioned without `az vm generalize`. Default: `false`.',
  },
]
