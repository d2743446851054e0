import { expect, test } from '@jest/globals'
import { marketplaceTraits } from '../../../src/model/marketplace-traits.js'

const windows = 'MicrosoftWindowsServer:WindowsServer:'

test.each([
  ['canonical:ubuntu-24_04-lts:server', 'V2', 'x64', undefined],
  ['Canonical:ubuntu-24_04-lts:Server-Gen1', 'V1', 'x64', undefined],
  ['canonical:ubuntu-24_04-lts:server-arm64', undefined, 'Arm64', undefined],
  ['canonical:0001-com-ubuntu-server-jammy:22_04-lts', 'V1', 'x64', undefined],
  ['canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2', 'V2', 'x64', undefined],
  ['almalinux:almalinux-x86_64:9-gen1', 'V1', 'x64', undefined],
  [`${windows}2019-datacenter`, 'V1', 'x64', 127],
  [`${windows}2019-datacenter-gensecond`, 'V2', 'x64', 127],
  [`${windows}2022-datacenter-smalldisk-g2`, 'V2', 'x64', 30],
  [`${windows}2022-datacenter-azure-edition`, 'V2', 'x64', 127],
  [`${windows}2025-datacenter`, undefined, 'x64', 127],
  ['contoso:render:node', undefined, undefined, undefined],
  ['canonical:ubuntu-24_04-lts:', undefined, undefined, undefined],
  ['::', undefined, undefined, undefined],
])('%s is of generation %s for %s, with %s GiB', (name, generation, architecture, gb) => {
  const traits = marketplaceTraits(name)
  expect([traits.hyperVGeneration, traits.architecture, traits.osDiskGB]).toEqual([
    ...[generation, architecture, gb],
  ])
})

test('a twin that the account lists says the generation of the other', () => {
  const name = 'contoso:linux:9'
  expect(marketplaceTraits(name, [name, `${name}-GEN2`]).hyperVGeneration).toBe('V1')
  expect(marketplaceTraits(name, [name, `${name}-gen1`]).hyperVGeneration).toBe('V2')
  expect(marketplaceTraits(name, [name, 'other:linux:9-gen2']).hyperVGeneration).toBeUndefined()
})
