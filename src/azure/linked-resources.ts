import type { Azure } from '../ports/azure.js'
import { given, idOf, objectAt, textAt } from './answer-fields.js'
import { armId, readArm } from './arm.js'
import type { Clients } from './clients.js'

/** By the namespace of their type. */
const apiVersions = {
  'microsoft.compute': '2024-03-02',
  'microsoft.network': '2024-05-01',
} as const

/** What a config or a subnet refers to and nothing is made of, each as Resource Manager shows it. */
export function linkedResourcesOf(clients: Clients): Pick<Azure, 'linkedResource'> {
  return {
    async linkedResource(id, { signal }) {
      const { name, type } = armId(id)
      const namespace = type.split('/')[0]?.toLowerCase() ?? ''
      if (!isKnown(namespace)) throw new TypeError(`no API version for ${type}`)
      const about = { operation: `read ${type.split('/').at(-1) ?? ''} ${name}`, resource: id }
      const request = { path: id, apiVersion: apiVersions[namespace], signal }
      const found = await readArm(clients, about, request)
      return (
        found && {
          id: idOf(found, id),
          properties: objectAt(found, 'properties'),
          ...given('location', textAt(found, 'location')),
        }
      )
    },
  }
}

function isKnown(namespace: string): namespace is keyof typeof apiVersions {
  return namespace in apiVersions
}
