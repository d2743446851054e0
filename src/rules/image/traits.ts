import {
  makesManagedImage,
  nameSource,
  osSourceOf,
  osSourcePath,
  settledSources,
} from '../kit/image-sources.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

export const imageTraitsRules = rulesOn('facts', [
  {
    id: 'image/os-type-is-known',
    title: 'the OS type is not given, and the source does not state it',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
    check: (config, facts) => {
      const os = osSourceOf(facts)
      const given = config.image?.osType
      // Azure reads the OS type of a VM from the VM itself.
      if (os === undefined || os.kind === 'vm' || given !== undefined || os.osType !== undefined) {
        return []
      }
      const at = osSourcePath(config)
      const help = 'give os-type (osType), Linux or Windows'
      if (facts.image?.osSource.found.kind === 'unreadable') {
        if (facts.image.mode !== 'plan') return [] // an error of its own there
        const message = `${nameSource(os)} may not be read, so its OS type is not known`
        return { at, message, help }
      }
      return {
        at,
        message: `${nameSource(os)} does not state its OS type`,
        help: `${help}, if this is the OS disk at all: data disks have none`,
      }
    },
  },
  {
    id: 'image/os-type-agrees',
    title: 'the OS type that is given is not that of the source',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
    check: (config, facts) => {
      const os = osSourceOf(facts)
      const given = config.image?.osType
      if (given === undefined || os?.osType === undefined || os.osType === given) return []
      return {
        at: ['image', 'osType'],
        message: `OS type ${given} is given, but ${nameSource(os)} is ${os.osType}`,
        help: `leave os-type out, or give ${os.osType}`,
      }
    },
  },
  {
    id: 'image/generation-agrees',
    title: 'the Hyper-V generation that is given is not that of the source',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
    check: (config, facts) => {
      const os = osSourceOf(facts)
      const given = config.image?.hyperVGeneration
      if (given === undefined || os?.hyperVGeneration === undefined) return []
      if (os.hyperVGeneration === given) return []
      return {
        at: ['image', 'hyperVGeneration'],
        message: `generation ${given} is given, but ${nameSource(os)} is generation ${os.hyperVGeneration}`,
        help: `leave hyper-v-generation out, or give ${os.hyperVGeneration}`,
      }
    },
  },
  {
    id: 'image/security-type-allowed',
    title: 'a managed image of a Trusted Launch or confidential VM',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    check: (_config, facts) => {
      if (!makesManagedImage(facts)) return []
      return settledSources(facts).flatMap((source): Found => {
        const securityType = source.securityType ?? source.disk?.securityType
        if (securityType === undefined || securityType === 'Standard') return []
        return {
          at: source.path,
          message: `${nameSource(source)} has security type ${securityType}, of which Azure makes no managed image`,
          help: 'go straight to a gallery version: gallery-source: snapshots, with an image definition of that security type',
        }
      })
    },
  },
  {
    id: 'image/architecture-allowed',
    title: 'a managed image of a system that is not x64',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
    check: (config, facts) => {
      const os = osSourceOf(facts)
      const architecture = os?.disk?.architecture
      if (os === undefined || architecture === undefined || !makesManagedImage(facts)) return []
      if (architecture.toLowerCase() === 'x64') return []
      return {
        at: osSourcePath(config),
        message: `${nameSource(os)} is ${architecture}, of which Azure makes no managed image`,
        help: 'go straight to a gallery version: gallery-source: snapshots, with an image definition of that architecture',
      }
    },
  },
])
