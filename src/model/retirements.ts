/**
 * What Azure Batch has retired or will: one table, each line with the page that says so. What an account lists
 * itself (`batchSupportEndOfLife` of its supported images, `account-list.ts`) is newer than this and goes before it.
 */
export type RetirementKind = 'node-agent' | 'os-image' | 'vm-family' | 'api-version'

export interface Retirement {
  readonly kind: RetirementKind
  readonly name: string
  /** ISO 8601 date; undefined: announced without a date that is known here. */
  readonly on: string | undefined
  readonly source: string
}

interface Entry extends Retirement {
  /** Of an agent's id, an image's `publisher:offer:sku`, a VM size, an API version. */
  readonly matches: RegExp
}

/** The Batch team's list of retirements; its entry of 2026-05-15 added VM families and API versions. */
const tracker = 'https://github.com/Azure/Batch/issues/140'
const sizes = 'https://learn.microsoft.com/azure/virtual-machines/sizes'
/** As of 2026-09-25. */
const capacity =
  'https://learn.microsoft.com/azure/virtual-machines/sizes/retirement/retired-sizes-list'

const agents: readonly (readonly [on: string, id: string])[] = [
  ['2024-12-31', 'centos 7'],
  ['2024-12-31', 'centos 8'],
  ['2024-12-31', 'debian 8'],
  ['2024-12-31', 'debian 9'],
  ['2024-12-31', 'debian 10'],
  ['2024-12-31', 'ubuntu 14.04'],
  ['2024-12-31', 'ubuntu 16.04'],
  ['2024-12-31', 'ubuntu 18.04'],
  ['2025-04-23', 'ubuntu 20.04'],
  ['2025-07-30', 'mariner 2.0'],
  ['2027-06-30', 'ubuntu 22.04'],
]

/** Agents without an end so far, those of the Batch team's releases: the account is not asked about these. */
const inService = ['ubuntu 24.04', 'el 8', 'el 9', 'windows amd64'].map((id) => `batch.node.${id}`)

const images: readonly (readonly [on: string, name: string, matches: RegExp])[] = [
  ['2024-12-05', 'Windows Server 2012', /^microsoftwindowsserver:windowsserver[^:]*:2012/],
  ['2024-12-29', 'the offer almalinux:almalinux', /^almalinux:almalinux:/],
  ['2024-12-31', 'CentOS', /^(openlogic|microsoft-azure-batch):centos/],
  ['2024-12-31', 'Debian 8 to 10', /^(credativ:debian|debian:debian-(8|9|10)):/],
  ['2024-12-31', 'Ubuntu 14.04 to 18.04', /^canonical:[^:]*:(14|16|18)[._]04/],
  ['2025-04-23', 'Ubuntu 20.04', /^canonical:[^:]*:20[._]04|:ubuntu-hpc:2004|container:20-04/],
  ['2025-07-30', 'Azure Linux (Mariner) 2.0', /^microsoftcblmariner:cbl-mariner:cbl-mariner-2/],
  ['2027-01-12', 'Windows Server 2016', /^microsoftwindowsserver:windowsserver[^:]*:2016/],
  ['2027-06-30', 'Ubuntu 22.04', /^canonical:[^:]*:22[._]04|:ubuntu-hpc:2204/],
]

/** Whole names, so that later generations stay out: `Standard_D2s_v3` is no Ds. */
const families: readonly (readonly [
  on: string | undefined,
  name: string,
  matches: RegExp,
  source: string,
])[] = [
  ['2023-09-06', 'NV', /^standard_nv\d+(_promo)?$/, sizes],
  ['2023-08-31', 'NC', /^standard_nc\d+r?(_promo)?$/, capacity],
  ['2023-08-31', 'NCv2', /^standard_nc\d+r?s_v2$/, capacity],
  ['2023-08-31', 'ND', /^standard_nd\d+r?s$/, capacity],
  ['2024-08-31', 'HB', /^standard_hb\d+(-\d+)?rs$/, capacity],
  ['2024-08-31', 'H', /^standard_h\d+(m?r?)(_promo)?$/, capacity],
  ['2026-06-30', 'DCsv2', /^standard_dc\d+s_v2$/, capacity],
  ['2026-09-01', 'DCas_cc_v5', /^standard_dc\d+as_cc_v5$/, capacity],
  ['2026-09-01', 'DCads_cc_v5', /^standard_dc\d+ads_cc_v5$/, capacity],
  ['2026-09-01', 'ECas_cc_v5', /^standard_ec\d+i?as_cc_v5$/, capacity],
  ['2026-09-01', 'ECads_cc_v5', /^standard_ec\d+i?ads_cc_v5$/, capacity],
  ['2026-09-30', 'NVv3', /^standard_nv\d+s_v3$/, capacity],
  ['2026-09-30', 'NVv4', /^standard_nv\d+as_v4$/, capacity],
  ['2027-03-31', 'M192 v2', /^standard_m192i?d?m?s_v2$/, capacity],
  ['2029-10-31', 'DCsv3', /^standard_dc\d+s_v3$/, capacity],
  ['2029-10-31', 'DCdsv3', /^standard_dc\d+ds_v3$/, capacity],
  ['2029-11-15', 'Dv3', /^standard_d\d+_v3$/, capacity],
  ['2029-11-15', 'Dsv3', /^standard_d\d+(-\d+)?s_v3$/, capacity],
  ['2029-11-15', 'Ev3', /^standard_e\d+i?_v3$/, capacity],
  ['2029-11-15', 'Esv3', /^standard_e\d+(-\d+)?i?s_v3$/, capacity],
  ['2024-08-31', 'A', /^(basic|standard)_a\d+$/, sizes],
  ['2025-09-30', 'NCv3', /^standard_nc\d+r?s_v3$/, sizes],
  ['2028-05-01', 'D', /^standard_d\d+$/, tracker],
  ['2028-05-01', 'Ds', /^standard_ds\d+$/, tracker],
  ['2028-05-01', 'Dv2', /^standard_d\d+_v2(_promo)?$/, tracker],
  ['2028-05-01', 'Dsv2', /^standard_ds\d+(-\d+)?_v2(_promo)?$/, tracker],
  ['2028-11-15', 'F', /^standard_f\d+$/, tracker],
  ['2028-11-15', 'Fs', /^standard_f\d+s$/, tracker],
  ['2028-11-15', 'Fsv2', /^standard_f\d+s_v2$/, tracker],
  ['2028-11-15', 'Lsv2', /^standard_l\d+s_v2$/, tracker],
  ['2028-11-15', 'G', /^standard_g\d+$/, tracker],
  ['2028-11-15', 'Gs', /^standard_gs\d+(-\d+)?$/, tracker],
  ['2028-11-15', 'Av2', /^standard_a\d+_v2$/, tracker],
  ['2028-11-15', 'Amv2', /^standard_a\d+m_v2$/, tracker],
  ['2028-11-15', 'B', /^standard_b\d+(l?m?s|m)$/, tracker],
  ['2028-05-01', 'Ls', /^standard_l\d+s$/, capacity],
  ['2027-05-31', 'HBv2', /^standard_hb\d+(-\d+)?rs_v2$/, tracker],
  ['2027-05-31', 'HC', /^standard_hc\d+(-\d+)?rs$/, tracker],
  ['2027-05-31', 'NP', /^standard_np\d+s$/, tracker],
]

const table: readonly Entry[] = [
  ...agents.map(([on, id]): Entry => {
    const name = `batch.node.${id}`
    const matches = new RegExp(`^${name.replaceAll('.', '\\.')}$`)
    return { kind: 'node-agent', name, on, source: tracker, matches }
  }),
  ...images.map(([on, name, matches]): Entry => ({
    kind: 'os-image',
    name,
    on,
    matches,
    source: tracker,
  })),
  ...families.map(([on, name, matches, source]): Entry => ({
    kind: 'vm-family',
    name,
    on,
    matches,
    source,
  })),
  {
    kind: 'api-version',
    name: 'Batch API versions before 2025-06-01',
    on: undefined,
    source: tracker,
    matches: /^(201\d|202[0-4]|2025-0[1-5])/,
  },
]

/** What ends besides, by what a pool asks for; as findings name it. */
export const diskEnds = {
  hddOsDisk: {
    name: 'OS disks on Standard HDD',
    on: '2028-09-08',
    source: 'https://learn.microsoft.com/azure/virtual-machines/disks-hdd-os-retirement',
  },
  diskEncryption: {
    name: 'Azure Disk Encryption',
    on: '2028-09-15',
    source: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview',
  },
} as const

/** Since then new subscriptions cannot deploy the closed families, and more quota is not approved for anybody. */
const growthClosedSince = '2026-07-01'

export interface DatedEntry {
  readonly name: string
  /** ISO 8601 date. */
  readonly on: string
  readonly source: string
}

/** Every date that findings go by: somebody has to look whether it still holds before it comes. */
export const datedEntries: readonly DatedEntry[] = [
  ...table.flatMap(({ name, on, source }) => (on === undefined ? [] : [{ name, on, source }])),
  ...Object.values(diskEnds),
  { name: 'growth of closed VM families', on: growthClosedSince, source: capacity },
]

/** What is known of the end of an agent, image (`publisher:offer:sku`), VM size or API version; letter case ignored. */
export function retirementOf(kind: RetirementKind, text: string): Retirement | undefined {
  const plain = text.trim().toLowerCase()
  return table.find((entry) => entry.kind === kind && entry.matches.test(plain))
}

/** Whether the table has anything on an agent: that it ends, or that it does not. */
/** The agents of the table, those in service first. */
export const knownAgents: readonly string[] = [
  ...inService,
  ...agents.map(([, id]) => `batch.node.${id}`),
]

export function isKnownAgent(id: string): boolean {
  const plain = id.trim().toLowerCase()
  return inService.includes(plain) || retirementOf('node-agent', plain) !== undefined
}

/** Within a year of its end something deserves a warning: an image is rebuilt in good time, not in the last week. */
const warnedDays = 365
const dayMs = 86_400_000

export type RetirementState = 'over' | 'near' | 'far'

/** How near the end is. `today` is an ISO 8601 date. Without a date it counts as near: it is on the list. */
export function stateOf({ on }: Pick<Retirement, 'on'>, today: string): RetirementState {
  if (on === undefined) return 'near'
  if (on <= today) return 'over'
  return Date.parse(on) - Date.parse(today) <= warnedDays * dayMs ? 'near' : 'far'
}

/** `retired on 2025-04-23`, `retires on 2027-06-30`, `is on Batch's list of retirements`. */
export function describeRetirement(retirement: Pick<Retirement, 'on'>, today: string): string {
  const { on } = retirement
  if (on === undefined)
    return "is on Batch's list of retirements, without a date that is known here"
  return stateOf(retirement, today) === 'over' ? `retired on ${on}` : `retires on ${on}`
}

const closedFamilies = new Set(
  'D Ds Dv2 Dsv2 Dv3 Dsv3 Ev3 Esv3 B Av2 Amv2 F Fs Fsv2 G Gs Ls Lsv2'.split(' '),
)

/** The name of a VM size's family, where Azure gives out no more of it. `today` is an ISO 8601 date. */
export function closedFamilyOf(vmSize: string, today: string): string | undefined {
  const name = retirementOf('vm-family', vmSize)?.name
  return name !== undefined && closedFamilies.has(name) && today >= growthClosedSince
    ? name
    : undefined
}

/** Of a family as the table names it. */
export function isClosedFamily(name: string): boolean {
  return closedFamilies.has(name)
}

/** By the name that quotas have: `standardDSv2Family`. */
export function isClosedQuotaFamily(family: string): boolean {
  const name = /^standard(.+)family$/i.exec(family.replaceAll(' ', ''))?.[1]?.toLowerCase()
  return [...closedFamilies].some((one) => one.toLowerCase() === name)
}
