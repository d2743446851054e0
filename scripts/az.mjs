// Runs the Azure CLI of this machine against the simulator that `npm run simulator` serves:
//
//     npm run az -- image list -o table
//     npm run az -- --connection FILE image list      (the file that the simulator names; without: the newest one)
//
// It registers the simulator as a cloud of its own and signs in once; az's own configuration is neither read nor changed. Needs
// Node and az, nothing from node_modules.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const cloud = 'SimulatedAzure'

/**
 * Debian's azure-cli 2.45 asks for API versions of Compute and Network that the SDKs packaged with it lack, and crashes. Python
 * loads this module at its start, and az then asks for the newest version that is there. With any other az it changes nothing.
 */
const sitecustomize = `
try:
    import importlib, pkgutil
    from azure.cli.core.profiles._shared import AZURE_API_PROFILES, SDKProfile
    latest = AZURE_API_PROFILES["latest"]
    for resource, version in list(latest.items()):
        try:
            package = importlib.import_module(resource.import_prefix)
        except ImportError:
            continue
        names = [one.name for one in pkgutil.iter_modules(package.__path__)]
        stable = [one for one in names if one[:1] == "v" and one[1:5].isdigit() and "preview" not in one]
        if not stable:
            continue
        newest = max(stable)[1:].replace("_", "-")
        lacks = lambda wanted: isinstance(wanted, str) and "v" + wanted.replace("-", "_") not in names
        if isinstance(version, SDKProfile):
            for group, wanted in version.profile.items():
                if lacks(wanted):
                    version.profile[group] = newest
        elif lacks(version):
            latest[resource] = newest
except ImportError:
    pass
`

/** The file of the simulator that was started last and still runs: it takes its file along when it ends. */
function newestConnection() {
  const found = readdirSync(tmpdir())
    .filter((name) => name.startsWith('image-to-pool-simulator-'))
    .map((name) => join(tmpdir(), name, 'connection.json'))
    .filter((file) => existsSync(file))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  if (found.length === 0) fail('no simulator is running here: start one with `npm run simulator`')
  return found[0]
}

function fail(message) {
  console.error(message)
  process.exit(2)
}

function readArguments([first, second, ...rest]) {
  if (first !== '--connection') return [newestConnection(), process.argv.slice(2)]
  if (second === undefined) fail('--connection wants the file that the simulator names')
  return [resolve(second), rest]
}

const [file, words] = readArguments(process.argv.slice(2))
const connection = JSON.parse(readFileSync(file, 'utf8'))
const folder = join(dirname(file), 'az')
const python = join(folder, 'python')
mkdirSync(python, { recursive: true })
writeFileSync(join(python, 'sitecustomize.py'), sitecustomize)

const env = {
  ...process.env,
  HOME: folder,
  AZURE_CONFIG_DIR: join(folder, 'config'),
  AZURE_EXTENSION_DIR: join(folder, 'extensions'),
  AZURE_CORE_COLLECT_TELEMETRY: '0',
  AZURE_BATCH_AUTH_MODE: process.env.AZURE_BATCH_AUTH_MODE ?? 'aad',
  REQUESTS_CA_BUNDLE: connection.ca,
  NO_PROXY: 'localhost,127.0.0.1',
  PYTHONPATH: python,
}

function az(args, options = {}) {
  const isWindows = process.platform === 'win32'
  const done = spawnSync('az', args, { env, shell: isWindows, encoding: 'utf8', ...options })
  if (done.error !== undefined) fail(`az cannot be run: ${done.error.message}`)
  return done
}

/** Every endpoint is the simulator's; the form of AD FS keeps az from asking the public cloud about the host. */
function signIn() {
  const { endpoint, tenant, clientId, clientSecret, subscription } = connection
  const names = [
    ...['management', 'resourceManager', 'gallery', 'activeDirectoryResourceId'],
    ...['activeDirectoryGraphResourceId', 'batchResourceId', 'sqlManagement', 'vmImageAliasDoc'],
  ]
  const endpoints = Object.fromEntries(names.map((name) => [name, endpoint]))
  const config = join(folder, 'cloud.json')
  const suffixes = { storageEndpoint: 'core.windows.net', keyvaultDns: '.vault.azure.net' }
  const all = { ...endpoints, activeDirectory: `${endpoint}/adfs` }
  writeFileSync(config, JSON.stringify({ endpoints: all, suffixes, profile: 'latest' }))
  const secret = ['-u', clientId, '-p', clientSecret, '--tenant', tenant]
  for (const args of [
    ['cloud', 'register', '-n', cloud, '--cloud-config', `@${config}`],
    ['cloud', 'set', '-n', cloud],
    ['login', '--service-principal', ...secret],
    ['account', 'set', '-s', subscription],
  ]) {
    const { status, stdout, stderr } = az(args)
    if (status !== 0) fail(`az ${args[0]} failed:\n${stdout}${stderr}`)
  }
  writeFileSync(join(folder, 'signed-in'), '')
}

if (!existsSync(join(folder, 'signed-in'))) signIn()
process.exitCode = az(words, { stdio: 'inherit' }).status ?? 1
