/**
 * What a Packer run left: the file of its `manifest` post-processor, read into the keys of `image` that stand for the
 * artifact. Which artifact a build has is told by the shape of its id, as builders and versions of the plugin write
 * different ones first (https://developer.hashicorp.com/packer/docs/post-processors/manifest).
 */
import { armTypes, hasType, imageVersionId, parseArmId, snapshotId } from '../shared/arm-id.js'
import type { Finding, Path } from '../shared/finding.js'
import { showValue } from '../shared/show-value.js'
import type { Config, ImageConfig, LoadedConfig } from './config.js'
import { readManifest, Unusable, type PackerBuild } from './packer-manifest.js'
import type { WorkspaceFiles } from './source.js'

const docs = 'https://developer.hashicorp.com/packer/docs/post-processors/manifest'
const rule = 'image/packer-manifest'
const at: Path = ['image', 'packerManifest']

type Artifact = 'gallery' | 'image' | 'snapshots'
type ImageSource = Pick<ImageConfig, 'id' | 'source' | 'osSnapshot' | 'dataSnapshots'>

/** What the artifacts of a build are good for, by the name that `packer-artifact` gives them. */
interface Found {
  /** A version that only the template names, in custom_data: taken where it is asked for. */
  readonly named?: ImageSource
  readonly gallery?: ImageSource
  readonly image?: ImageSource
  readonly snapshots?: ImageSource
  /** A VHD or a kept OS disk: what the image is made from where there is nothing better. */
  readonly source?: ImageSource
  readonly warning?: string
}

/** The config with what Packer made as its image; the same config where it names no manifest. */
export async function resolvePacker(
  loaded: LoadedConfig,
  files: WorkspaceFiles,
): Promise<{ readonly loaded: LoadedConfig | undefined; readonly findings: readonly Finding[] }> {
  const { image } = loaded.config
  if (image?.packerManifest === undefined) return { loaded, findings: without(loaded) }
  try {
    requireOneWay(loaded.config)
    const builds = await readManifest(image.packerManifest, files)
    const build = chooseBuild(builds, image.packerBuild)
    const found = artifactsOf(build)
    const chosen = choose(found, build, image.packerArtifact)
    const config: Config = { ...loaded.config, image: { ...image, ...chosen } }
    const findings =
      found.warning === undefined || chosen !== found.snapshots
        ? []
        : [finding(loaded, 'warning', new Unusable(found.warning, dataSnapshotsHelp))]
    return { loaded: { ...loaded, config, originOf: originsOf(loaded, chosen) }, findings }
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    return { loaded: undefined, findings: [finding(loaded, 'error', error)] }
  }
}

/** What came of the manifest is there where the manifest is named. */
function originsOf({ originOf }: LoadedConfig, chosen: ImageSource): LoadedConfig['originOf'] {
  return (path) => {
    const [section, key] = path
    const isChosen = section === 'image' && typeof key === 'string' && key in chosen
    return originOf(isChosen ? at : path)
  }
}

function finding(
  { originOf }: LoadedConfig,
  severity: Finding['severity'],
  { message, help, path }: Unusable,
): Finding {
  return { rule, severity, message, help, docs, at: originOf(path) }
}

/** Keys that say something about a manifest where none is named. */
function without(loaded: LoadedConfig): readonly Finding[] {
  const { packerBuild, packerArtifact } = loaded.config.image ?? {}
  const key = packerBuild === undefined ? 'packerArtifact' : 'packerBuild'
  if (packerBuild === undefined && packerArtifact === undefined) return []
  const message = `image.${key} says what to take of a Packer manifest, and none is named`
  const help = 'give packer-manifest (image.packerManifest), or remove it'
  return [finding(loaded, 'error', new Unusable(message, help, ['image', key]))]
}

function requireOneWay({ image = {}, snapshots }: Config): void {
  const others = ['id', 'osSnapshot', 'source'] as const
  const other = others.find((key) => image[key] !== undefined)
  if (other === undefined && snapshots === undefined) return
  const what = other === undefined ? 'the section snapshots' : `image.${other}`
  throw new Unusable(
    `packer-manifest and ${what} exclude each other: both say what the image is`,
    `remove one of them`,
  )
}

function chooseBuild(builds: readonly PackerBuild[], name: string | undefined): PackerBuild {
  const lastRun = builds.filter(({ isLastRun }) => isLastRun)
  const path: Path = name === undefined ? at : ['image', 'packerBuild']
  const names = [...new Set(lastRun.map((build) => showValue(build.name)))].join(', ')
  const wanted =
    name === undefined ? lastRun.filter(isAzure) : lastRun.filter((build) => build.name === name)
  const [only, ...others] = wanted
  if (only === undefined) throw noBuild({ builds, lastRun, name, names, path })
  if (others.length === 0) return only
  if (name !== undefined) {
    const message = `the last run of Packer has ${String(wanted.length)} builds named ${showValue(name)}`
    throw new Unusable(message, 'give each build a name of its own in the template', path)
  }
  throw new Unusable(
    `the last run of Packer made several builds: ${names}`,
    'say which one with packer-build (image.packerBuild)',
    path,
  )
}

interface Missing {
  readonly builds: readonly PackerBuild[]
  readonly lastRun: readonly PackerBuild[]
  readonly name: string | undefined
  readonly names: string
  readonly path: Path
}

function noBuild({ builds, lastRun, name, names, path }: Missing): Unusable {
  if (lastRun.length === 0) {
    const message = 'the manifest names no build of its last run'
    return new Unusable(message, 'run packer build again, and let it write the manifest', path)
  }
  if (name === undefined) {
    const types = [...new Set(lastRun.map(({ type }) => type))].join(', ')
    const ids = lastRun.map(({ artifactId }) => showValue(artifactId)).join(', ')
    const message = `the last run of Packer named no Azure image: its builds are of type ${types}, with the artifact ${ids}`
    const help =
      'use a builder of the azure plugin, and let the manifest post-processor follow it directly'
    return new Unusable(message, help, path)
  }
  const isOlder = builds.some((build) => build.name === name)
  const message = isOlder
    ? `build ${showValue(name)} is not in the last run of Packer, only in an older one: it failed, or was left out`
    : `the manifest has no build ${showValue(name)}`
  const help = isOlder
    ? `run packer build again until it succeeds; the last run has ${names}`
    : `write one of ${names}`
  return new Unusable(message, help, path)
}

/** By its type, or by what it left: a `null` builder and those of other clouds leave nothing of Azure. */
function isAzure({ type, artifactId }: PackerBuild): boolean {
  return type.startsWith('azure') || partsOf(artifactId).some((part) => kindOf(part) !== undefined)
}

/** No id or URL of these builders has a comma in it; azure-chroot joins several with one. */
function partsOf(artifactId: string): readonly string[] {
  return artifactId
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

type Kind = 'gallery' | 'image' | 'snapshot' | 'disk' | 'vhd'

function kindOf(part: string): Kind | undefined {
  const id = parseArmId(part)
  if (id === undefined) return /^https:\/\/[^/]+\/.*\.vhd$/i.test(part) ? 'vhd' : undefined
  if (hasType(id, armTypes.imageVersion)) return 'gallery'
  if (hasType(id, armTypes.image)) return 'image'
  if (hasType(id, armTypes.snapshot)) return 'snapshot'
  return hasType(id, armTypes.disk) ? 'disk' : undefined
}

function artifactsOf(build: PackerBuild): Found {
  const parts = partsOf(build.artifactId)
  const first = (kind: Kind, among = parts) => among.find((part) => kindOf(part) === kind)
  const gallery = first('gallery')
  const image = first('image')
  const source = first('vhd') ?? first('disk')
  return {
    ...(gallery !== undefined && { gallery: { id: gallery } }),
    ...(image !== undefined && { image: { id: image } }),
    ...(source !== undefined && { source: { source } }),
    ...namedVersion(build),
    ...snapshotsOf(build, image),
  }
}

/**
 * Of a build that made a managed image and published it the manifest names the image: a template may write the version's
 * id into custom_data, or definition and number apart.
 */
function namedVersion({ customData }: PackerBuild): Pick<Found, 'named'> {
  const texts = Object.values(customData)
  const whole = texts.find((text) => kindOf(text) === 'gallery')
  if (whole !== undefined) return { named: { id: whole } }
  const definition = texts.find((text) => {
    const id = parseArmId(text)
    return id !== undefined && hasType(id, armTypes.imageDefinition)
  })
  const number = Object.entries(customData).find(
    ([key, text]) => /version/i.test(key) && /^\d+\.\d+\.\d+$/.test(text),
  )?.[1]
  if (definition === undefined || number === undefined) return {}
  return { named: { id: imageVersionId(definition, number) } }
}

const dataSnapshotsHelp =
  'write the snapshots of the data disks into custom_data as dataSnapshots: "0=<name>, 1=<name>"'

/** Names are those of snapshots beside the managed image, where Packer makes them. */
function snapshotsOf(
  { customData }: PackerBuild,
  image: string | undefined,
): Pick<Found, 'snapshots' | 'warning'> {
  const { osSnapshot, dataSnapshots, dataSnapshotPrefix } = customData
  if (osSnapshot === undefined) return {}
  const beside = parseArmId(image ?? '')
  const idOf = (name: string) =>
    beside === undefined || name.includes('/') ? name : snapshotId(beside, name)
  const data = (dataSnapshots ?? '').split(/[\s,]+/).filter((item) => item !== '')
  const warning =
    dataSnapshots === undefined && dataSnapshotPrefix !== undefined
      ? 'custom_data names a prefix for the snapshots of data disks, and a manifest does not say how many there are: the image is made without data disks'
      : undefined
  return {
    snapshots: {
      osSnapshot: idOf(osSnapshot),
      ...(data.length > 0 && {
        dataSnapshots: data.map((item) => {
          const [, lun, name = item] = /^(\d{1,2})=(.+)$/.exec(item) ?? []
          return { source: idOf(name), ...(lun !== undefined && { lun: Number(lun) }) }
        }),
      }),
    },
    ...(warning !== undefined && { warning }),
  }
}

const order: readonly Artifact[] = ['gallery', 'image', 'snapshots']

function choose(
  found: Found,
  { name, artifactId }: PackerBuild,
  wanted: Artifact | undefined,
): ImageSource {
  const there = order.filter((one) => found[one] !== undefined)
  if (wanted !== undefined) {
    const chosen = found[wanted] ?? (wanted === 'gallery' ? found.named : undefined)
    if (chosen !== undefined) return chosen
    const has = there.length === 0 ? 'neither of the others' : `only ${there.join(', ')}`
    const help =
      wanted === 'snapshots'
        ? 'let the template write custom_data = { osSnapshot = "…", dataSnapshots = "…" }: the manifest itself tells of no snapshot'
        : 'choose another packer-artifact, or leave it out'
    const message = `build ${showValue(name)} has no artifact ${showValue(wanted)}, ${has}`
    throw new Unusable(message, help, ['image', 'packerArtifact'])
  }
  const chosen = there.map((one) => found[one]).find((one) => one !== undefined) ?? found.source
  if (chosen !== undefined) return chosen
  const why = artifactId === '' ? 'is empty' : `is ${showValue(artifactId)}`
  throw new Unusable(
    `build ${showValue(name)} names no Azure image: its artifact_id ${why}`,
    'let the manifest post-processor follow the builder directly, and the builder make a managed image or a gallery version',
  )
}
