import { findSize } from '../../model/offered-sizes.js'
import { valueOf } from '../../model/check-facts.js'
import { normaliseRegion } from '../../shared/region.js'
import { suggest } from '../../shared/suggest.js'
import { textAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'
import { atSize, sizeDocs } from '../offered-size.js'

export const vmSizeIsOffered: AzureRule = {
  id: 'pool/vm-size-is-offered',
  title: 'Batch offers the VM size in the region of the account',
  severity: 'error',
  docs: sizeDocs,
  needs: 'facts',
  reads: ['vmSizes'],
  check: ({ pool }, { pool: facts, checks: live }) => {
    const wanted = textAt(pool?.properties, 'vmSize')
    const sizes = valueOf(live?.vmSizes) ?? []
    // A list without anything in it is no list.
    if (wanted === undefined || sizes.length === 0) return []
    if (findSize(wanted, sizes) !== undefined) return []
    const region = normaliseRegion(facts?.account?.location ?? '')
    const near = suggest(
      wanted,
      sizes.map(({ name }) => name),
    )
    const list = `az batch location list-skus --location ${region}`
    return [
      atSize(
        `Batch does not offer VM size ${wanted} in ${region}`,
        near === undefined ? `choose one of ${list}` : `did you mean ${near}? All sizes: ${list}`,
      ),
    ]
  },
}
