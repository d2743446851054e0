import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

interface Stats {
  readonly modules?: readonly StatsModule[]
}

interface StatsModule {
  readonly name?: string
  readonly modules?: readonly StatsModule[]
}

/** The folders of the npm packages that a bundle holds, from webpack's stats: `node_modules/yaml`. */
export function bundledPackages(statsJson: string): Set<string> {
  const packages = new Set<string>()
  const visit = (modules: readonly StatsModule[]): void => {
    for (const module of modules) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module.name ?? '')
      if (folder !== null) packages.add(folder[0].slice(folder[0].indexOf('node_modules/')))
      visit(module.modules ?? [])
    }
  }
  visit((JSON.parse(statsJson) as Stats).modules ?? [])
  return packages
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
}

/** The licences of the packages in `folders`, one after the other; throws for a package that states none. */
export function licenceText(folders: readonly string[]): string {
  return folders.map((folder) => licenceOf(folder)).join('\n')
}

function licenceOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  if (manifest.license === undefined) throw new Error(`${folder} states no licence`)
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()
      : '(the package carries no licence file; its manifest names the licence above)'
  return `${manifest.name} ${manifest.version}\n${manifest.license}\n${text}\n`
}
