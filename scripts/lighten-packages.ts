/**
 * Copies of packages for the bundle that hold what is called and leave out the rest. Files are replaced as a whole, by ones
 * that export the same names; a package that has changed its shape ends the build.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { computeOperations } from '../src/azure/compute-operations.js'

/** A copy of a package, or of some parts of it, beside the code that imports it. Returns its folder. */
function copyPackage(name: string, parts?: readonly string[]): string {
  const from = join('node_modules', name)
  const folder = join('build', from)
  const wanted = parts && [...parts, 'LICENSE', 'package.json', 'node_modules']
  for (const part of wanted ?? readdirSync(from)) {
    if (!existsSync(join(from, part))) continue
    cpSync(join(from, part), join(folder, part), {
      recursive: true,
      filter: (file) => !/\.(map|d\.[cm]?ts)$/.test(file),
    })
  }
  return folder
}

function changeManifest(
  folder: string,
  change: (manifest: Record<string, unknown>) => object,
): void {
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  writeFileSync(file, JSON.stringify({ ...manifest, ...change(manifest) }))
}

/**
 * Nearly all of @actions/core is the HTTP client, with undici in it, that asks for ID tokens. The bundle gets a copy
 * whose way to that client is an `import()` at the first such request, and of which it may leave out what is not used
 * (it has no module with side effects, and does not say so).
 */
function lightenToolkit(): void {
  const folder = copyPackage('@actions/core')
  changeManifest(folder, () => ({ sideEffects: false }))
  // Node's own `crypto` does, and is loaded when the first output is written.
  const fileCommand = join(folder, 'lib', 'file-command.js')
  const source = readFileSync(fileCommand, 'utf8')
  const code = source.replace("import * as crypto from 'crypto';\n", '')
  if (code === source) throw new Error('file-command.js of @actions/core has changed')
  writeFileSync(fileCommand, code)
  renameSync(join(folder, 'lib', 'oidc-utils.js'), join(folder, 'lib', 'oidc-client.js'))
  writeFileSync(
    join(folder, 'lib', 'oidc-utils.js'),
    `export const OidcClient = {
  async getIDToken(audience) {
    const client = await import('./oidc-client.js')
    return await client.OidcClient.getIDToken(audience)
  },
}
`,
  )
}

/**
 * @azure/arm-batch is CommonJS to whoever goes by its `main`, and would bring along a second copy of all that the SDKs
 * share, in that form: its own `@azure/logger` too, which is not the one whose lines are redacted (azure/sdk-log.ts). Its client
 * is used for its pipeline (azure/clients.ts); the groups of operations, and the mappers of all their models, are left out.
 */
function lightenBatchSdk(): void {
  const folder = copyPackage('@azure/arm-batch', ['dist-esm'])
  changeManifest(folder, ({ module }) => ({ main: module }))
  const sources = join(folder, 'dist-esm', 'src')
  const client = readFileSync(join(sources, 'batchManagementClient.js'), 'utf8')
  const groups = [...new Set(client.match(/\b\w+Impl\b/g) ?? [])]
  if (!client.includes('from "./operations"') || groups.length === 0) {
    throw new Error('the client of @azure/arm-batch has changed')
  }
  const code = groups.map((name) => `export class ${name} {}\n`).join('')
  writeFileSync(join(sources, 'operations', 'index.js'), code)
}

/** @azure/arm-compute with the operations that are called: its client holds on to all of them, and so to every model. */
async function lightenComputeSdk(): Promise<void> {
  const folder = copyPackage('@azure/arm-compute', ['dist/esm'])
  const esm = join(folder, 'dist', 'esm')
  const client = readFileSync(join(esm, 'computeManagementClient.js'), 'utf8')
  const called: Readonly<Record<string, readonly string[]>> = computeOperations
  const groups = readdirSync(join(esm, 'classic'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const missing = Object.keys(called).filter((name) => !groups.some((group) => group.name === name))
  if (missing.length > 0) throw new Error(`not in @azure/arm-compute: ${missing.join(', ')}`)
  for (const { name } of groups) {
    const make = `_get${name.charAt(0).toUpperCase()}${name.slice(1)}Operations`
    if (!client.includes(`import { ${make} } from "./classic/${name}/index.js"`)) {
      throw new Error(`the client of @azure/arm-compute has changed: it does not import ${make}`)
    }
    const code =
      called[name] === undefined
        ? `export function ${make}() {}\n`
        : await operationGroup(name, make, called[name])
    writeFileSync(join(esm, 'classic', name, 'index.js'), code)
  }
}

/** What the package generates for a group, for some of its operations. */
async function operationGroup(
  group: string,
  make: string,
  names: readonly string[],
): Promise<string> {
  const file = join(
    'node_modules',
    '@azure',
    'arm-compute',
    'dist',
    'esm',
    'api',
    group,
    'operations.js',
  )
  const there = (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>
  const methods = names.map((name) => {
    const own = name === 'delete' ? '$delete' : name
    if (typeof there[own] !== 'function')
      throw new Error(`@azure/arm-compute has no ${group}.${name}`)
    return `    ${name}: (...given) => operations.${own}(context, ...given),\n`
  })
  return `import * as operations from "../../api/${group}/operations.js"
export function ${make}(context) {
  return {
${methods.join('')}  }
}
`
}

/** MSAL signs with jsonwebtoken where a client has a certificate, and would load it and what it needs in every run. */
function lightenMsal(): void {
  copyPackage('@azure/identity', ['dist/esm'])
  copyPackage('@azure/msal-node', ['dist'])
  const folder = copyPackage('jsonwebtoken')
  const all = createRequire(import.meta.url)('jsonwebtoken') as object
  renameSync(join(folder, 'index.js'), join(folder, 'all.js'))
  const lines = Object.keys(all).map(
    (name) => `  get ${name}() { return require('./all.js').${name} },\n`,
  )
  writeFileSync(join(folder, 'index.js'), `module.exports = {\n${lines.join('')}}\n`)
}

/** Beside the stripped sources in `build`. */
export async function lightenPackages(): Promise<void> {
  lightenToolkit()
  lightenBatchSdk()
  await lightenComputeSdk()
  lightenMsal()
}
