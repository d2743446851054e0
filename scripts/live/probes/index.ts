import type { Probe } from '../probe.js'
import { dataPlaneProbes } from './data-plane.js'
import { diskProbes } from './disks.js'
import { formulaProbes } from './formulas.js'
import { galleryProbes } from './galleries.js'
import { imageProbes } from './images.js'
import { nodeProbes } from './nodes.js'
import { poolProbes } from './pools.js'
import { requestProbes } from './requests.js'

/** Those first that take long. */
export const probes: readonly Probe[] = [
  ...nodeProbes,
  ...galleryProbes,
  ...formulaProbes,
  ...diskProbes,
  ...poolProbes,
  ...dataPlaneProbes,
  ...imageProbes,
  ...requestProbes,
]
