import { missingRights, rightsDocs } from '../missing-rights.js'
import type { AzureRule } from '../rule.js'

export const poolRights: AzureRule = {
  id: 'pool/caller-has-rights',
  title: 'the identity that runs this may write the pool and use its subnet and identities',
  severity: 'error',
  docs: rightsDocs,
  needs: 'facts',
  reads: ['permissions'],
  check: (config, facts) => missingRights(config, facts, 'pool'),
}
