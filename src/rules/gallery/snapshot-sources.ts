import { showValue } from '../../shared/show-value.js'
import type { AzureRule } from '../rule.js'

const nouns: Readonly<Record<string, string>> = { vm: 'a virtual machine', vhd: 'a VHD' }

export const snapshotSources: AzureRule = {
  id: 'gallery/snapshot-sources',
  title: 'a version straight from snapshots is made of snapshots or managed disks',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'facts',
  check: ({ gallery }, { image }) => {
    if (gallery?.source !== 'snapshots' || image === undefined) return []
    return [image.osSource, ...image.dataSources].flatMap(({ path, given, found }) => {
      const noun = nouns[found.kind]
      if (noun === undefined) return []
      const message = `${showValue(given)} is ${noun}, which gallery-source: snapshots cannot take`
      return [{ at: path, message, help: 'give a snapshot, or set gallery-source: image' }]
    })
  },
}
