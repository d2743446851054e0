import type { Config, LoadedConfig } from '../../inputs/config.js'
import type { Path } from '../../shared/finding.js'
import { showValue } from '../../shared/show-value.js'
import type { SharedViolation } from '../rule.js'

/** Something that a config makes, under a name that only one config may make. */
export interface MadeResource {
  readonly what: string
  readonly name: string
  readonly path: Path
  /** Two configs with the same key make the same thing. */
  readonly key: string
}

/** A config that makes what another one makes. */
export interface Twice {
  readonly made: MadeResource
  readonly loaded: LoadedConfig
  readonly other: LoadedConfig
  /** Both, in the order in which they were read. */
  readonly both: readonly [LoadedConfig, LoadedConfig]
}

/**
 * Every config that makes what another one makes, the first of them too: which of them is meant nobody can tell, so none of
 * them is carried out. `madeBy` says what a config makes, if anything.
 */
export function madeTwice(
  configs: readonly LoadedConfig[],
  madeBy: (config: Config) => MadeResource | undefined,
): readonly Twice[] {
  const all = configs.flatMap((loaded) => {
    const made = madeBy(loaded.config)
    return made === undefined ? [] : [{ loaded, made, key: made.key.toLowerCase() }]
  })
  const byKey = new Map<string, (typeof all)[number][]>()
  for (const one of all) {
    const same = byKey.get(one.key)
    if (same === undefined) byKey.set(one.key, [one])
    else same.push(one)
  }
  return all.flatMap(({ loaded, made, key }): readonly Twice[] => {
    const [first, second] = byKey.get(key) ?? []
    if (first === undefined || second === undefined) return []
    const isFirst = first.loaded === loaded
    const other = isFirst ? second.loaded : first.loaded
    return [{ made, loaded, other, both: isFirst ? [loaded, other] : [other, loaded] }]
  })
}

/** An input that names something names it once, so it is not meant for several files. */
export function isOneName({ made, loaded }: Twice): boolean {
  return loaded.originOf(made.path).kind === 'input'
}

/** That both would make it: mostly a name given as an input for several files. */
export function collision({ made, loaded, both: [first, second] }: Twice): SharedViolation {
  const at = loaded.originOf(made.path)
  const both = `${showValue(first.file)} and ${showValue(second.file)} would both make ${made.what} ${showValue(made.name)}`
  const isInput = at.kind === 'input'
  return {
    loaded,
    at: made.path,
    message: isInput ? `${at.input} is for several config files: ${both}` : both,
    help: isInput ? 'give the name in each config file' : `give each its own ${made.what} name`,
  }
}
