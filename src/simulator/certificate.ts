import selfsigned from 'selfsigned'

/** PEM texts for a server on loopback. */
export interface LoopbackCertificate {
  /** What clients are to trust. */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A throwaway CA and a certificate by it for `localhost` and `127.0.0.1`, good for a day. */
export async function makeLoopbackCertificate(): Promise<LoopbackCertificate> {
  const shared = {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - hourMs),
    notAfterDate: new Date(Date.now() + dayMs),
  } as const
  const ca = await selfsigned.generate([{ name: 'commonName', value: 'image-to-pool simulator' }], {
    ...shared,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'keyUsage',
        keyCertSign: true,
        cRLSign: true,
        digitalSignature: true,
        critical: true,
      },
    ],
  })
  const leaf = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
    ...shared,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  return { ca: ca.cert, cert: leaf.cert, key: leaf.private }
}
