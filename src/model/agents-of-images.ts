/**
 * Which node agent a marketplace image takes, as far as publisher, offer and sku alone say it:
 * https://learn.microsoft.com/azure/batch/batch-linux-nodes. The account's own list goes before it.
 */
type AgentOf = (offerAndSku: string) => RegExp | undefined

const any = (text: string): RegExp => new RegExp(`^batch\\.node\\.${text}`, 'i')

/** `24_04-lts-gen2`, `ubuntu-24_04-lts server`, `2404`: the release in it. */
function ubuntuRelease(text: string): string | undefined {
  const match = /(?<!\d)(1[468]|2[0-9])[._-]?(04|10)(?!\d)/.exec(text)
  return match === null ? undefined : `${match[1] ?? ''}\\.${match[2] ?? ''}`
}

const ubuntu: AgentOf = (text) => {
  const release = ubuntuRelease(text)
  return any(release === undefined ? 'ubuntu ' : `ubuntu ${release}$`)
}
const enterpriseLinux: AgentOf = (text) => {
  const major = /(?:^|[\s_:-])(?:rhel-?|x86_64[\s:])?([789]|10)(?=[._-]|$)/.exec(text)?.[1]
  return any(major === undefined ? '(el|centos) ' : `(el|centos) ${major}$`)
}
const windows: AgentOf = () => any('windows ')
const debian: AgentOf = (text) => {
  const major = /(?:debian-|\s)(\d{1,2})(?=[._-]|\s|$)/.exec(text)?.[1]
  return any(major === undefined ? 'debian ' : `debian ${major}$`)
}

const publishers: Readonly<Record<string, AgentOf>> = {
  canonical: ubuntu,
  microsoftwindowsserver: windows,
  microsoftwindowsdesktop: windows,
  debian,
  credativ: debian,
  almalinux: enterpriseLinux,
  redhat: enterpriseLinux,
  openlogic: enterpriseLinux,
  resf: enterpriseLinux,
  erockyenterprisesoftwarefoundationinc1653071250513: enterpriseLinux,
}

/** Offers that publishers of many systems have. */
const offers: readonly (readonly [RegExp, AgentOf])[] = [
  [/^microsoft-dsvm ubuntu-hpc/, ubuntu],
  [/^microsoft-dsvm dsvm-win/, windows],
  [/^microsoft-azure-batch ubuntu-server-container/, ubuntu],
  [/^microsoft-azure-batch centos/, enterpriseLinux],
]

/** Undefined where nothing is known of the image. `name` is `publisher:offer:sku`. */
export function agentsOfImage(name: string): RegExp | undefined {
  const [publisher = '', offer = '', sku = ''] = name.toLowerCase().split(':')
  const text = `${offer} ${sku}`
  const own =
    publishers[publisher] ?? offers.find(([form]) => form.test(`${publisher} ${offer}`))?.[1]
  return own?.(text)
}
