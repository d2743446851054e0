import type { Azure, ImageUser } from '../ports/azure.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import { armId } from './arm.js'
import { textAt } from './answer-fields.js'
import type { Clients } from './clients.js'
import { listRaw } from './raw-reads.js'

type ImageUsers = Pick<Azure, 'virtualMachines' | 'scaleSets' | 'scaleSetInstances' | 'disks'>

/** What is made from images besides pools, by @azure/arm-compute: whole lists, as none filters by image. */
export function imageUsersOf(clients: Clients): ImageUsers {
  const aboutList = (what: string, subscriptionId: string) => ({
    operation: `list the ${what} of subscription ${subscriptionId}`,
    resource: `/subscriptions/${subscriptionId}`,
  })
  return {
    async virtualMachines(subscriptionId, { signal }) {
      const { virtualMachines } = clients.compute(subscriptionId)
      const about = aboutList('virtual machines', subscriptionId)
      return (await listRaw(about, signal, () => virtualMachines.listAll())).map(toImageUser)
    },

    async scaleSets(subscriptionId, { signal }) {
      const { virtualMachineScaleSets } = clients.compute(subscriptionId)
      const about = aboutList('scale sets', subscriptionId)
      return (await listRaw(about, signal, () => virtualMachineScaleSets.listAll())).map(
        toImageUser,
      )
    },

    async scaleSetInstances(scaleSetId, { signal }) {
      const { subscriptionId, resourceGroup, name } = armId(scaleSetId)
      const { virtualMachineScaleSetVMs } = clients.compute(subscriptionId)
      const about = { operation: `list the machines of scale set ${name}`, resource: scaleSetId }
      const list = () => virtualMachineScaleSetVMs.list(resourceGroup, name)
      return (await listRaw(about, signal, list)).map(toImageUser)
    },

    async disks(subscriptionId, { signal }) {
      const { disks } = clients.compute(subscriptionId)
      const about = aboutList('disks', subscriptionId)
      return (await listRaw(about, signal, () => disks.list())).map(toImageUser)
    },
  }
}

function toImageUser(found: JsonObject): ImageUser {
  const { properties } = found
  return {
    id: textAt(found, 'id') ?? '',
    location: textAt(found, 'location') ?? '',
    properties: isJsonObject(properties) ? properties : undefined,
  }
}
