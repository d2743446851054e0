import type { Path } from '../shared/finding.js'
import { isJsonObject, type Json } from '../shared/json.js'
import { showValue } from '../shared/show-value.js'
import type { FileContent, WorkspaceFiles } from './source.js'

/** One entry of the manifest: a build of one run. */
export interface PackerBuild {
  readonly name: string
  /** `azure-arm`, `azure-chroot`, `null`, … */
  readonly type: string
  readonly artifactId: string
  readonly customData: Readonly<Record<string, string>>
  /** Each run adds to the file: older entries of a build that failed since are still there. */
  readonly isLastRun: boolean
}

/** Why a manifest gives no image, and what to do; `path` is the key that it is about. */
export class Unusable extends Error {
  readonly help: string
  readonly path: Path
  constructor(message: string, help: string, path: Path = ['image', 'packerManifest']) {
    super(message)
    this.help = help
    this.path = path
  }
}

/** Throws `Unusable` for a file that is not there or is no manifest. */
export async function readManifest(
  written: string,
  files: WorkspaceFiles,
): Promise<readonly PackerBuild[]> {
  const path = files.relative(written)
  const content: FileContent = path === undefined ? { kind: 'outside' } : await files.read(path)
  if (content.kind !== 'text') throw unreadable(written, content)
  const manifest = parse(written, content.text)
  const { builds, last_run_uuid: lastRun } = manifest
  if (!Array.isArray(builds)) {
    const message = `${showValue(written)} is not a manifest of Packer: it has no list "builds"`
    throw new Unusable(message, "name the output of Packer's manifest post-processor")
  }
  return builds.filter(isJsonObject).map((build) => ({
    name: textOf(build['name']),
    type: textOf(build['builder_type']),
    artifactId: textOf(build['artifact_id']),
    customData: textsOf(build['custom_data']),
    isLastRun: build['packer_run_uuid'] === lastRun,
  }))
}

function parse(written: string, text: string): Readonly<Record<string, Json>> {
  const help = "name the output of Packer's manifest post-processor"
  try {
    const parsed = JSON.parse(text) as Json
    if (isJsonObject(parsed)) return parsed
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Unusable(`${showValue(written)} is not JSON: ${why}`, help)
  }
  throw new Unusable(`${showValue(written)} is not a manifest of Packer`, help)
}

function unreadable(written: string, content: Exclude<FileContent, { kind: 'text' }>): Unusable {
  const why = {
    missing: 'does not exist',
    folder: 'is a folder',
    outside: 'lies outside the workspace',
    'too-large': 'is too large',
    'not-text': 'is not UTF-8 text',
    unreadable: 'cannot be read',
  }[content.kind]
  return new Unusable(
    `the Packer manifest ${showValue(written)} ${why}`,
    'give the path of the file that packer build wrote, relative to the workspace, in a step after it',
  )
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function textsOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  )
}
