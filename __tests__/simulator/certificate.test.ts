import { X509Certificate } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { makeLoopbackCertificate } from '../../src/simulator/certificate.js'

/** Extensions by the DER of their object identifiers, 2.5.29.14 and 2.5.29.35. */
const subjectKeyIdentifier = '0603551d0e'
const authorityKeyIdentifier = '0603551d23'

test('the certificate is the CA’s, for loopback only, with what strict clients ask for', async () => {
  const made = await makeLoopbackCertificate()
  const ca = new X509Certificate(made.ca)
  const leaf = new X509Certificate(made.cert)
  expect(ca.ca).toBe(true)
  expect(leaf.ca).toBe(false)
  expect(leaf.checkIssued(ca)).toBe(true)
  expect(leaf.verify(ca.publicKey)).toBe(true)
  expect(leaf.checkHost('localhost')).toBe('localhost')
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(leaf.checkHost('example.org')).toBeUndefined()
  expect(ca.raw.toString('hex')).toContain(subjectKeyIdentifier)
  expect(leaf.raw.toString('hex')).toContain(authorityKeyIdentifier)
  expect(Date.parse(leaf.validTo) - Date.now()).toBeLessThan(25 * 3_600_000)
})
