import { describe, expect, test } from '@jest/globals'
import { readSource, showSource } from '../../../src/model/image-source.js'

const base = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute'
const snapshot = `${base}/snapshots/os`
const vhd = 'https://account.blob.core.windows.net/vhds/os.vhd'

describe('what the text of a source means', () => {
  test.each([
    [snapshot, { kind: 'snapshot', id: snapshot, readId: snapshot }],
    [snapshot.toUpperCase(), { kind: 'snapshot', id: snapshot.toUpperCase() }],
    [`${base}/DISKS/os`, { kind: 'disk', id: `${base}/DISKS/os` }],
    [`${base}/virtualMachines/vm`, { kind: 'vm', id: `${base}/virtualMachines/vm` }],
    [snapshot.slice(1), { kind: 'snapshot', id: snapshot.slice(1), readId: snapshot }],
    [vhd, { kind: 'vhd', uri: vhd }],
    ['C:\\images\\os.vhd', { kind: 'vhd' }],
    ['stage:os', { kind: 'vhd' }],
    ['https://account.blob.core.windows.net/snapshots/os.vhd', { kind: 'vhd' }],
    ['OS-Linux_1.2', { kind: 'name', name: 'OS-Linux_1.2' }],
  ])('%s', (text, reference) => {
    expect(readSource(text, 'os')).toMatchObject(reference)
  })

  test('an id in a group called disks is still the snapshot that it names', () => {
    const text = '/subscriptions/s/resourceGroups/disks/providers/Microsoft.Compute/snapshots/os'
    expect(readSource(text, 'data')).toMatchObject({ kind: 'snapshot' })
  })

  test.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    [`${snapshot}/`, 'ends with a slash'],
    [`${base}/virtualMachines/vm/`, 'ends with a slash'],
    [`${base}/virtualmachines/vm`, "spells the type 'virtualmachines'"],
    [`${base.slice(1)}/virtualMachines/vm`, 'lacks its leading slash'],
    [`${base}/virtualMachineScaleSets/set/virtualMachines/0`, 'is an instance of a scale set'],
    [`${base}/images/render`, 'is a managed image already'],
    [`${base}/galleries/g/images/d`, 'is a gallery image definition'],
    [`${base}/galleries/g/images/d/versions/1.0.0`, 'is a gallery image version'],
    [`${base}/restorePointCollections/c/restorePoints/p`, 'is a restore point'],
    [`${base}/restorePointCollections/c/restorePoints/p/diskRestorePoints/d`, 'is a restore point'],
    ['/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/x', 'is of type'],
    ['snapshots/os', 'is neither a name nor a resource id'],
    ['/subscriptions/s/snapshots/os', 'is neither a name nor a resource id'],
    ['my snapshot', 'is not a valid name'],
    ['..', 'is not a valid name'],
    ['a'.repeat(81), 'is not a valid name'],
    ['os?x=1', 'is not a valid name'],
  ])('refuses %j', (text, why) => {
    const reference = readSource(text, 'os')
    expect(reference).toMatchObject({ kind: 'malformed', why: expect.stringContaining(why) })
  })

  test('a VM is a source of the OS only', () => {
    expect(readSource(`${base}/virtualMachines/vm`, 'data').kind).toBe('malformed')
  })

  test.each(['os-snapshot', 'data-snapshot'] as const)('%s takes snapshots only', (role) => {
    expect(readSource(snapshot, role).kind).toBe('snapshot')
    expect(readSource('os', role).kind).toBe('name')
    for (const other of [`${base}/disks/os`, `${base}/virtualMachines/vm`, vhd]) {
      expect(readSource(other, role)).toMatchObject({
        kind: 'malformed',
        why: expect.stringContaining('not a snapshot'),
      })
    }
  })
})

test('a signature in the URI of a VHD is never shown', () => {
  expect(showSource(`${vhd}?sv=2022-11-02&sig=secret`)).toBe(vhd)
  expect(showSource(snapshot)).toBe(snapshot)
})
