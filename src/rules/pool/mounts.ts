import { pathText } from '../../shared/path-text.js'
import { showValue } from '../../shared/show-value.js'
import { givenTwice, tooMany } from '../kit/lists.js'
import { kindsOf, mountKinds, mounts, mountsOf } from '../kit/mounts.js'
import { isGiven, osOfPool } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/batch/virtual-file-mount'

const most = 10
const ways = ['accountKey', 'sasKey', 'identityReference'] as const
const linuxOnly = ['azureBlobFileSystemConfiguration', 'nfsMountConfiguration'] as const
const called = {
  azureBlobFileSystemConfiguration: 'a blob container',
  nfsMountConfiguration: 'an NFS share',
} as const
const mountPathKey = 'relativeMountPath'

export const poolMountsRules = rulesOn({ needs: 'config', docs }, [
  {
    id: 'pool/mount-count',
    title: 'a pool mounts more than 10 file systems',
    check: (config) => tooMany(mounts(config), most, { what: 'mounts' }),
  },
  {
    id: 'pool/mount-credentials',
    title:
      'a blob container is mounted with none, or more than one, of account key, SAS and identity',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#azureblobfilesystemconfiguration',
    check: (config) =>
      mountsOf(config, ['azureBlobFileSystemConfiguration']).flatMap(({ at, item }) => {
        const [way, other] = ways.filter((key) => isGiven(item[key]))
        if (way === undefined) {
          const message = `${pathText(at)} has no accountKey, sasKey or identityReference to sign in with`
          const help =
            'give identityReference: { resourceId: … }, the ID of an identity of the pool'
          return { at, message, help }
        }
        if (other === undefined) return []
        const message = `${way} and ${other} exclude each other`
        return { at: [...at, other], message, help: 'keep one of them, best identityReference' }
      }),
  },
  {
    id: 'pool/mount-kind',
    title: 'a mount is of no kind, or of several',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#mountconfiguration',
    check: (config) =>
      mounts(config).flatMap((mount) => {
        const [kind, other] = kindsOf(mount)
        if (kind === undefined) {
          const message = 'a mount says nothing of what to mount'
          return { at: mount.at, message, help: `give one of ${mountKinds.join(', ')}` }
        }
        if (other === undefined) return []
        const message = `${kind} and ${other} exclude each other`
        return { at: [...mount.at, other], message, help: 'make two mounts of them' }
      }),
  },
  {
    id: 'pool/mount-os',
    title: 'Windows nodes mount something other than Azure file shares and CIFS',
    // Batch's page says so; that the service refuses it was not seen.
    severity: 'warning',
    check: (config) => {
      if (osOfPool(config) !== 'Windows') return []
      return linuxOnly.flatMap((kind) =>
        mountsOf(config, [kind]).map(({ at }) => ({
          at,
          message: `${called[kind]} is to be mounted on nodes that run Windows, which Batch does on Linux only`,
          help: 'mount an Azure file share instead: azureFileShareConfiguration',
        })),
      )
    },
  },
  {
    id: 'pool/mount-paths',
    title: 'two mounts share a path, or one is not below AZ_BATCH_NODE_MOUNTS_DIR',
    check: (config) => {
      const all = mountsOf(config)
      const outside = all.flatMap(({ at, item }): Found => {
        const path = item[mountPathKey]
        if (
          typeof path !== 'string' ||
          !/^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)|^(\.[/\\])*mnt[/\\](batch|resource)|(^|[/\\])tasks[/\\]fsmounts([/\\]|$)|AZ_BATCH_NODE_MOUNTS_DIR/i.test(
            path,
          )
        ) {
          return []
        }
        const message = `${mountPathKey} ${showValue(path)} is not a path below the mounts directory`
        const help =
          'write a name, for example data: it is below $AZ_BATCH_NODE_MOUNTS_DIR on the nodes'
        return { at: [...at, mountPathKey], severity: 'warning', message, help }
      })
      const twice = givenTwice(all, mountPathKey, {
        says: (path) => `more than one mount has the path ${path}`,
        help: 'give each a path of its own',
      })
      return [outside, twice]
    },
  },
])
