import type { Config } from '../inputs/config.js'
import { armTypes, hasType, nameOfId, parseArmId } from '../shared/arm-id.js'

/** A tag's value has at most 256 characters: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources */
const longest = 256

/**
 * What a config's images are one of a succession of, whatever each of them is called: the image definition that they
 * are published to, else the pool that they are for, else their name without the numbers, dates and digests that tell
 * one from the next. Lower case; undefined for a config that makes no image.
 */
export function seriesOf({ snapshots, image, gallery, pool }: Config): string | undefined {
  const definition = parseArmId(gallery?.imageDefinition ?? '')
  if (definition !== undefined && hasType(definition, armTypes.imageDefinition)) {
    return familyName('definition', definition.names)
  }
  if (image === undefined && snapshots?.sourceVm !== undefined) {
    const { namePrefix, sourceVm } = snapshots
    return familyName('snapshots', [nameStem(namePrefix ?? nameOfId(sourceVm))])
  }
  if (image === undefined || image.id !== undefined) return undefined
  if (pool?.account !== undefined && pool.name !== undefined) {
    const account = nameOfId(pool.account)
    return familyName('pool', [account, pool.name])
  }
  return image.name === undefined ? undefined : familyName('image', [nameStem(image.name)])
}

function familyName(kind: string, names: readonly string[]): string {
  return `${kind}:${names.join('/')}`.toLowerCase().slice(0, longest)
}

const date = String.raw`\d{4}[-_.]?\d{2}[-_.]?\d{2}([-_.T]?\d{4,6}Z?)?([-_.]v?\d+)?`
const digest = String.raw`(?=[a-f]*\d)[0-9a-f]{7,40}`
const changing = new RegExp(`[-_.](${date}|v?\\d+|${digest})$`, 'i')

/**
 * `render-2026-11-23`, `render-57` and `render-8f3c2ab` are all `render`. Only one such part is taken off: what stands
 * before it (`ubuntu-24.04-57`) tells one product from another.
 */
export function nameStem(name: string): string {
  return name.replace(changing, '')
}
