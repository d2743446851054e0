import { poolNames } from '../pool-forms/pool-names.js'
import type { Path } from '../shared/finding.js'

const ranks = new Map(poolNames.map(({ arm }, rank) => [arm.replaceAll('[]', ''), rank]))
const ofConfig = ['image', 'gallery', 'pool', 'rollout']
const ofGallery = [
  'imageDefinition',
  'createImageDefinition',
  'hyperVGeneration',
  'securityType',
  'imageVersion',
  'targetRegions',
]
const ofPool = ['account', 'name', 'identity', 'tags', 'properties']

/** Keys of a map of the config in the order in which a person would write them; what is not known stays at the end. */
export function inOrder(path: Path, keys: readonly string[]): readonly string[] {
  const names = path.filter((step) => typeof step === 'string')
  const rank = (key: string): number => {
    if (names.length === 0) return rankIn(ofConfig, key)
    if (names[0] === 'gallery') return rankIn(ofGallery, key)
    if (names[0] !== 'pool') return 0
    if (names.length === 1) return rankIn(ofPool, key)
    if (names[1] !== 'properties') return 0
    return ranks.get([...names.slice(2), key].join('.')) ?? Number.MAX_SAFE_INTEGER
  }
  return [...keys].sort((a, b) => rank(a) - rank(b))
}

function rankIn(known: readonly string[], key: string): number {
  const rank = known.indexOf(key)
  return rank === -1 ? known.length : rank
}
