import type { Disk, ImageVersion, ManagedImage, Pool } from '../ports/azure.js'
import { idKey, nameOfId, parentId, parseArmId } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'
import { isMadeByUs, ownMetadata } from '../model/lineage.js'
import type { Seen } from './seen.js'

/** Something that may be deleted or kept. */
export interface Thing {
  readonly id: string
  /** Under which all spellings of the id meet. */
  readonly key: string
  /** `image render-1`, `version 1.0.3 of image definition render-node`, `pool render of Batch account renderbatch`. */
  readonly title: string
  /** This action's own tags or metadata, their names in lower case. */
  readonly items: ReadonlyMap<string, string>
  /** This action made it: the tags of its run, its config and its date all say so. */
  readonly isOurs: boolean
  /** `provisioningState` in lower case. */
  readonly state: string
  readonly of:
    | { readonly kind: 'image'; readonly image: ManagedImage }
    | { readonly kind: 'image-version'; readonly version: ImageVersion }
    | { readonly kind: 'pool'; readonly pool: Pool; readonly location: string }
    | { readonly kind: 'snapshot'; readonly snapshot: Disk }
}

export type ThingKind = Thing['of']['kind']

/** All that was seen of what may be deleted or kept. */
export function thingsIn({ images, versions, accounts, snapshots }: Seen): readonly Thing[] {
  return [
    ...accounts.flatMap(({ account, pools }) =>
      pools.map((pool) => poolThing(pool, account.location)),
    ),
    ...versions.map(versionThing),
    ...images.map(imageThing),
    ...snapshots.map(snapshotThing),
  ]
}

function poolThing(pool: Pool, location: string): Thing {
  const [account = '', name = ''] = parseArmId(pool.id)?.names ?? []
  const items = ownMetadata(pool.properties)
  return thing(pool.id, items, {
    title: `pool ${name} of Batch account ${account}`,
    state: textAt(pool.properties, 'provisioningState') ?? '',
    of: { kind: 'pool', pool, location },
  })
}

function versionThing(version: ImageVersion): Thing {
  const definition = parseArmId(version.id)?.names[1] ?? ''
  return thing(version.id, version.tags, {
    title: `version ${version.name} of image definition ${definition}`,
    state: version.provisioningState,
    of: { kind: 'image-version', version },
  })
}

function imageThing(image: ManagedImage): Thing {
  const name = nameOfId(image.id)
  return thing(image.id, image.tags, {
    title: `image ${name}`,
    state: image.provisioningState ?? '',
    of: { kind: 'image', image },
  })
}

function snapshotThing(snapshot: Disk): Thing {
  return thing(snapshot.id, snapshot.tags, {
    title: `snapshot ${nameOfId(snapshot.id)}`,
    state: snapshot.provisioningState ?? '',
    of: { kind: 'snapshot', snapshot },
  })
}

function thing(
  id: string,
  items: Readonly<Record<string, string>>,
  rest: Pick<Thing, 'title' | 'of' | 'state'>,
): Thing {
  const lower = Object.entries(items).map(([name, value]) => [name.toLowerCase(), value] as const)
  return {
    ...rest,
    id,
    key: idKey(id),
    items: new Map(lower),
    isOurs: isMadeByUs(items),
    state: rest.state.toLowerCase(),
  }
}

/** The key of the definition that a version is in. */
export function definitionKey(version: Pick<ImageVersion, 'id'>): string {
  const parsed = parseArmId(version.id)
  return idKey((parsed && parentId(parsed)) ?? version.id)
}
