import type { Config, LoadedConfig } from '../../inputs/config.js'
import { withoutOwnMetadata } from '../../model/lineage.js'
import type { BatchAccount, NodeStateCounts, Pool, SupportedImage } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import type { Finding, Origin, Severity } from '../../shared/finding.js'
import { isJsonObject } from '../../shared/json.js'

/** A pool that is audited, and what was read with it. */
export interface Subject {
  readonly pool: Pool
  readonly account: BatchAccount
  readonly supportedImages: readonly SupportedImage[] | undefined
  /** The config that describes it, if one does. */
  readonly loaded: LoadedConfig | undefined
  /** What was found of that config already. */
  readonly known: readonly Finding[]
  readonly counts: NodeStateCounts | undefined
}

/** What was found of each pool. */
export type Found = ReadonlyMap<Subject, readonly Finding[]>

/** The line of its config, else the pool itself. */
export function placeOf({ pool, loaded }: Pick<Subject, 'pool' | 'loaded'>): Origin {
  return loaded === undefined ? { kind: 'resource', id: pool.id } : loaded.originOf(['pool'])
}

/** The pool as a config would describe it. */
export function configOf({ id, identity, tags, properties }: Pool): Config {
  return {
    pool: {
      account: id.replace(/\/pools\/[^/]+$/i, ''),
      name: nameOfId(id),
      ...(isJsonObject(identity) && { identity }),
      ...(isJsonObject(tags) && { tags: textsOf(tags) }),
      properties: withoutOwnMetadata(properties),
    },
  }
}

function textsOf(tags: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]))
}

/** What an audit itself finds of a pool. */
export function foundOf(
  subject: Pick<Subject, 'pool' | 'loaded'>,
  rule: string,
  said: { readonly severity: Severity; readonly message: string; readonly help: string },
): Finding {
  return { rule: `audit/${rule}`, at: placeOf(subject), ...said }
}
