import { explainClosedDataPlane } from '../../diagnosis/data-plane-closed.js'
import { explainAzureFailure } from '../../diagnosis/explain-azure-failure.js'
import { rulesOn } from '../kit/rules-on.js'

/** Before anything is written: once it is, a closed data plane leaves a pool of which nobody knows how it is. */
export const poolNodeHealthRules = rulesOn('facts', [
  {
    id: 'pool/nodes-can-be-seen',
    title:
      'the data plane of the account, which alone tells whether nodes are ready, is closed to the run',
    docs: 'https://learn.microsoft.com/azure/batch/public-network-access',
    reads: ['nodeCounts'],
    check: (_config, { pool, checks }) => {
      const read = checks?.nodeCounts
      if (pool?.account === undefined || read?.kind !== 'unreadable') return []
      const { failure } = read
      const why = explainClosedDataPlane(failure, pool.account) ?? explainAzureFailure(failure)
      return {
        at: ['rollout', 'waitFor'],
        message: `wait-for is nodes, but how the nodes are cannot be seen: ${why.cause} (${why.code})`,
        help: `${why.remedy}; or set wait-for: steady, which waits until nodes are allocated and does not say whether they work`,
      }
    },
  },
])
