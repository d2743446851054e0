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

/** Two configs that make the same thing, the later one first. */
export interface Twice {
  readonly made: MadeResource
  readonly loaded: LoadedConfig
  readonly first: LoadedConfig
}

/** Every config that makes what an earlier one makes. `madeBy` says what a config makes, if anything. */
export function madeTwice(
  configs: readonly LoadedConfig[],
  madeBy: (config: Config) => MadeResource | undefined,
): readonly Twice[] {
  const seen = new Map<string, LoadedConfig>()
  return configs.flatMap((loaded) => {
    const made = madeBy(loaded.config)
    if (made === undefined) return []
    const key = made.key.toLowerCase()
    const first = seen.get(key)
    if (first !== undefined) return [{ made, loaded, first }]
    seen.set(key, loaded)
    return []
  })
}

/** An input that names something names it once, so it is not meant for several files. */
export function isOneName({ made, loaded }: Twice): boolean {
  return loaded.originOf(made.path).kind === 'input'
}

/** That both would make it: mostly a name given as an input for several files. */
export function collision({ made, loaded, first }: Twice): SharedViolation {
  const at = loaded.originOf(made.path)
  const both = `${showValue(first.file)} and ${showValue(loaded.file)} would both make ${made.what} ${showValue(made.name)}`
  const isInput = at.kind === 'input'
  return {
    loaded,
    at: made.path,
    message: isInput ? `${at.input} is for several config files: ${both}` : both,
    help: isInput ? 'give the name in each config file' : `give each its own ${made.what} name`,
  }
}
