import { missingRights, rightsDocs } from '../missing-rights.js'
import type { AzureRule } from '../rule.js'

export const galleryRights: AzureRule = {
  id: 'gallery/caller-has-rights',
  title: 'the identity that runs this may publish to the gallery',
  severity: 'error',
  docs: rightsDocs,
  needs: 'facts',
  reads: ['permissions'],
  check: (config, facts) => missingRights(config, facts, 'gallery'),
}
