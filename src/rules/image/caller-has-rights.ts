import { missingRights, rightsDocs } from '../missing-rights.js'
import type { LiveRule } from '../rule.js'

export const imageRights: LiveRule = {
  id: 'image/caller-has-rights',
  title: 'the identity that runs this may make the image',
  severity: 'error',
  docs: rightsDocs,
  needs: 'facts',
  reads: ['permissions'],
  check: (config, facts) => missingRights(config, facts, 'image'),
}
