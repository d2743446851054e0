import { missingRights, rightsDocs } from '../missing-rights.js'
import type { AzureRule } from '../rule.js'

export const imageRights: AzureRule = {
  id: 'image/caller-has-rights',
  title: 'the identity that runs this may make the image',
  severity: 'error',
  docs: rightsDocs,
  needs: 'facts',
  reads: ['permissions'],
  check: (config, facts) => missingRights(config, facts, 'image'),
}
