import { endOfImage } from '../../model/account-list.js'
import { marketplaceImageOf } from '../../model/pool-body.js'
import { listedEndProblem } from '../listed-end.js'
import { vmPath } from '../pool-values.js'
import type { AzureRule } from '../rule.js'

export const osImageIsListed: AzureRule = {
  id: 'pool/os-image-is-listed',
  title: 'a marketplace image that the account lists is one that it will support for another year',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'facts',
  reads: ['supportedImages'],
  check: ({ pool }, facts) => {
    const name = marketplaceImageOf(pool?.properties)
    const end = endOfImage(name, facts)
    if (end === undefined) return []
    const help = 'choose a newer release, and the node agent that fits it'
    const subject = `the image ${name}`
    return listedEndProblem({ at: vmPath('imageReference'), subject, help, end }, facts)
  },
}
