import { isSameText } from '../../shared/same-text.js'
import { cloudServicePath, hasOwnImage } from '../../model/pool-body.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'
import { mendId } from '../../shared/mend-id.js'
import { isGiven, poolPath, poolValue } from '../kit/values.js'
import { type Json, isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { ownNameProblem, tagProblems } from '../kit/tags.js'
import { isTemplateExpression } from '../kit/template-expression.js'
import type { Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const form = '/subscriptions/…/resourceGroups/…/providers/Microsoft.Batch/batchAccounts/…'
const reference =
  'pool.properties.deploymentConfiguration.virtualMachineConfiguration.imageReference'
const types = ['UserAssigned', 'None']
const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities'
const path = poolPath('metadata')

export const configPoolRules = rulesOn('config', [
  {
    id: 'config/pool-account',
    title: 'the Batch account is given neither by its ID nor by its name',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftbatch',
    check: ({ pool }) => {
      const account = pool?.account
      const why = account === undefined ? undefined : whyNot(account)
      if (account === undefined || why === undefined) return []
      return {
        at: ['pool', 'account'],
        message: `${showValue(account)} ${why.message}`,
        help: why.help,
      }
    },
  },
  {
    id: 'config/pool-has-an-image',
    title: 'the nodes of the pool have no image',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: ({ image, gallery, pool }) => {
      if (pool === undefined) return []
      if (image !== undefined || gallery !== undefined || hasOwnImage(pool.properties)) return []
      // Nodes of Cloud Services have the system that osFamily names, and another rule says that they are retired.
      if (isGiven(poolValue({ pool }, ...cloudServicePath))) return []
      return {
        at: ['pool'],
        message: 'there is no image to make the nodes of the pool from',
        help: `give os-snapshot or image-id, a section image or gallery, or ${reference}`,
      }
    },
  },
  {
    id: 'config/pool-identity',
    title: 'the identity of a pool is not user-assigned',
    docs: 'https://learn.microsoft.com/azure/batch/managed-identity-pools',
    check: ({ pool }) => {
      const identity = pool?.identity
      if (identity === undefined || Object.keys(identity).length === 0) return []
      const { type, userAssignedIdentities: assigned } = identity
      if (typeof type !== 'string' || !types.some((known) => isSameText(known, type))) {
        const message =
          type === undefined
            ? 'the identity of the pool has no type'
            : `the identity of the pool is of type ${showValue(type)}, which pools cannot have`
        return { at: ['pool', 'identity', 'type'], message, help: `write ${types.join(' or ')}` }
      }
      if (!isJsonObject(assigned)) return []
      return Object.keys(assigned).flatMap((id) => {
        if (parseArmId(id) !== undefined) return []
        const message = `${showValue(id)} is not the resource ID of an identity`
        const help = `write ${mendId(id, [identityType]) ?? `/subscriptions/…/resourceGroups/…/providers/${identityType}/…`}`
        return { at: ['pool', 'identity', 'userAssignedIdentities', id], message, help }
      })
    },
  },
  {
    id: 'config/pool-is-complete',
    title: 'a pool without an account, a name or a VM size',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create',
    check: ({ pool }) => {
      if (pool === undefined) return []
      const problems: Violation[] = []
      if (pool.account === undefined) {
        problems.push({
          at: ['pool'],
          message: 'the pool has no Batch account',
          help: 'give batch-account (pool.account): the ID of the account, or its name in resource-group',
        })
      }
      if (pool.name === undefined) {
        problems.push({
          at: ['pool'],
          message: 'the pool has no name',
          help: 'give pool-name (pool.name)',
        })
      }
      if (textAt(poolValue({ pool }, 'vmSize')) === undefined) {
        problems.push({
          at: poolPath('vmSize'),
          message: 'the pool has no VM size',
          help: 'give vm-size (pool.properties.vmSize), for example Standard_D4s_v5',
        })
      }
      return problems
    },
  },
  {
    id: 'config/pool-metadata',
    title: 'metadata of the pool without a name, or with one that this action writes itself',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#metadataitem',
    check: ({ pool }) => {
      const metadata = pool?.properties?.['metadata']
      if (!Array.isArray(metadata)) return []
      return metadata.flatMap((item: Json, index) => {
        const name = textAt(item, 'name')
        const at = [...path, index, 'name']
        if (name === undefined) return []
        if (name !== '') return ownNameProblem('metadata', name, at)
        return { at, message: 'an item of metadata has no name', help: 'give name' }
      })
    },
  },
  {
    id: 'config/pool-name',
    title: 'the name of the pool is not one that Batch takes',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters',
    check: ({ pool }) => {
      const name = pool?.name
      if (name === undefined || /^[a-zA-Z0-9_-]{1,64}$/.test(name)) return []
      const message = `${showValue(name)} is not a valid pool name`
      return { at: ['pool', 'name'], message, help: betterName(name) }
    },
  },
  {
    id: 'config/pool-tags',
    title: 'a tag of the pool that Azure does not take',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
    check: ({ pool }) => tagProblems(pool?.tags ?? {}, ['pool', 'tags']),
  },
])

function betterName(name: string): string {
  if (isTemplateExpression(name)) return 'write the name that the expression stands for'
  const [account, rest, ...more] = name.split('/')
  const isNested = account !== '' && rest !== undefined && more.length === 0
  return isNested
    ? `write ${showValue(rest)}; the account has an input of its own`
    : 'use 1 to 64 letters, digits, _ and -'
}

function whyNot(account: string): { message: string; help: string } | undefined {
  if (/^\/|\/providers\//i.test(account)) {
    const id = parseArmId(account)
    const help = `write ${mendId(account, [armTypes.batchAccount]) ?? form}`
    if (id === undefined) return { message: 'is not a resource ID', help }
    if (!hasType(id, armTypes.batchAccount)) {
      return { message: `is of type ${id.type}, not a Batch account`, help }
    }
    return isAccountName(id.name)
      ? undefined
      : { message: 'ends in no name that a Batch account can have', help: `give ${form}` }
  }
  if (isAccountName(account)) return undefined
  const help = /[.:]/.test(account)
    ? 'give the name of the account without the rest of its address, or its ID'
    : 'use 3 to 24 lower-case letters and digits, or give the ID of the account'
  return { message: 'is not a valid Batch account name', help }
}

function isAccountName(name: string): boolean {
  return /^[a-z0-9]{3,24}$/i.test(name)
}
