import * as x509 from '@peculiar/x509'

/** PEM texts for a server on loopback. */
export interface LoopbackCertificate {
  /** What clients are to trust. */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const caName = 'CN=image-to-pool simulator'

/**
 * A throwaway CA and a certificate by it for `localhost` and `127.0.0.1`, good for a day. Both carry key identifiers:
 * Python 3.13 (and the Azure CLI on it) refuses a chain without, https://docs.python.org/3.13/whatsnew/3.13.html#ssl
 */
export async function makeLoopbackCertificate(): Promise<LoopbackCertificate> {
  const caKeys = await makeKeys()
  const keys = await makeKeys()
  const common = {
    notBefore: new Date(Date.now() - hourMs),
    notAfter: new Date(Date.now() + dayMs),
    signingAlgorithm: algorithm,
  }
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    name: caName,
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  })
  const leaf = await x509.X509CertificateGenerator.create({
    ...common,
    subject: 'CN=localhost',
    issuer: caName,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  })
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    ca: ca.toString('pem'),
    cert: leaf.toString('pem'),
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
  }
}

async function makeKeys() {
  return await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}
