import { mountsOf } from '../mounts.js'
import { isGiven } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const ways = ['accountKey', 'sasKey', 'identityReference'] as const

export const mountCredentials: OfflineRule = {
  id: 'pool/mount-credentials',
  title: 'a blob container is mounted with exactly one of account key, SAS and identity',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#azureblobfilesystemconfiguration',
  needs: 'config',
  check: (config) =>
    mountsOf(config, ['azureBlobFileSystemConfiguration']).flatMap(({ at, item }) => {
      const [way, other] = ways.filter((key) => isGiven(item[key]))
      if (way === undefined) {
        const message = 'a blob container is to be mounted without a way to sign in'
        const help = 'give identityReference: { resourceId: … }, the ID of an identity of the pool'
        return [{ at, message, help }]
      }
      if (other === undefined) return []
      const message = `${way} and ${other} exclude each other`
      return [{ at: [...at, other], message, help: 'keep one of them, best identityReference' }]
    }),
}
