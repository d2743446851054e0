/** Every line of the dated table, found by an example, on the day before its date and on the day itself. */
import { expect, test } from '@jest/globals'
import {
  closedFamilyOf,
  datedEntries,
  describeRetirement,
  diskEnds,
  retirementOf,
  stateOf,
} from '../../../src/model/retirements.js'

const images: Readonly<Record<string, string>> = {
  'Windows Server 2012': 'MicrosoftWindowsServer:WindowsServer:2012-R2-Datacenter',
  'the offer almalinux:almalinux': 'almalinux:almalinux:8-gen2',
  CentOS: 'OpenLogic:CentOS:7_9',
  'Debian 8 to 10': 'Debian:debian-10:10',
  'Ubuntu 14.04 to 18.04': 'Canonical:UbuntuServer:18.04-LTS',
  'Ubuntu 20.04': 'canonical:0001-com-ubuntu-server-focal:20_04-lts',
  'Azure Linux (Mariner) 2.0': 'MicrosoftCBLMariner:cbl-mariner:cbl-mariner-2-gen2',
  'Windows Server 2016': 'MicrosoftWindowsServer:WindowsServer:2016-datacenter',
  'Ubuntu 22.04': 'canonical:0001-com-ubuntu-server-jammy:22_04-lts',
}
const sizes: Readonly<Record<string, string>> = {
  ...{ A: 'Standard_A3', Amv2: 'Standard_A2m_v2', Av2: 'Standard_A2_v2', B: 'Standard_B2ms' },
  ...{ D: 'Standard_D3', Ds: 'Standard_DS3', Dv2: 'Standard_D3_v2', Dsv2: 'Standard_DS3_v2' },
  ...{ Dv3: 'Standard_D4_v3', Dsv3: 'Standard_D4s_v3', Ev3: 'Standard_E4_v3' },
  ...{ Esv3: 'Standard_E4s_v3', F: 'Standard_F4', Fs: 'Standard_F4s', Fsv2: 'Standard_F4s_v2' },
  ...{ G: 'Standard_G3', Gs: 'Standard_GS3', Ls: 'Standard_L8s', Lsv2: 'Standard_L8s_v2' },
  ...{ H: 'Standard_H16r', HB: 'Standard_HB60rs', HBv2: 'Standard_HB120rs_v2' },
  ...{ HC: 'Standard_HC44rs', 'M192 v2': 'Standard_M192idms_v2', NP: 'Standard_NP10s' },
  ...{ NC: 'Standard_NC6', NCv2: 'Standard_NC6s_v2', NCv3: 'Standard_NC6s_v3' },
  ...{ ND: 'Standard_ND6s', NV: 'Standard_NV6', NVv3: 'Standard_NV12s_v3' },
  ...{ NVv4: 'Standard_NV8as_v4', DCsv2: 'Standard_DC2s_v2', DCsv3: 'Standard_DC4s_v3' },
  ...{ DCdsv3: 'Standard_DC4ds_v3', DCas_cc_v5: 'Standard_DC4as_cc_v5' },
  ...{ DCads_cc_v5: 'Standard_DC4ads_cc_v5', ECas_cc_v5: 'Standard_EC4as_cc_v5' },
  ...{ ECads_cc_v5: 'Standard_EC4ads_cc_v5' },
}
const growth = 'growth of closed VM families'
const ofDisks = Object.values(diskEnds).map(({ name }) => name as string)

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}

function found(name: string) {
  if (name.startsWith('batch.node.')) return retirementOf('node-agent', name.toUpperCase())
  return name in images
    ? retirementOf('os-image', images[name] ?? '')
    : retirementOf('vm-family', sizes[name] ?? '')
}

const rows = datedEntries.filter(({ name }) => name !== growth && !ofDisks.includes(name))

test.each(rows.map(({ name, on }) => [name, on] as const))('%s ends on %s', (name, on) => {
  const retirement = found(name)
  expect(retirement).toMatchObject({ name, on })
  if (retirement === undefined) return
  expect(stateOf(retirement, dayBefore(on))).toBe('near')
  expect(describeRetirement(retirement, dayBefore(on))).toBe(`retires on ${on}`)
  expect(stateOf(retirement, on)).toBe('over')
  expect(describeRetirement(retirement, on)).toBe(`retired on ${on}`)
})

const closed = 'D Ds Dv2 Dsv2 Dv3 Dsv3 Ev3 Esv3 B Av2 Amv2 F Fs Fsv2 G Gs Ls Lsv2'.split(' ')

test.each(Object.keys(sizes))('whether %s may grow', (name) => {
  const since = datedEntries.find((entry) => entry.name === growth)?.on ?? ''
  const size = sizes[name] ?? ''
  expect(closedFamilyOf(size, dayBefore(since))).toBeUndefined()
  expect(closedFamilyOf(size, since)).toBe(closed.includes(name) ? name : undefined)
})
