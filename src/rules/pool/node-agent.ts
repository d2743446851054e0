import { endOfAgent, listedImages } from '../../model/account-list.js'
import { agentsOfImage } from '../../model/agents-of-images.js'
import { osOfNodeAgent } from '../../model/node-agent.js'
import {
  cloudServicePath,
  marketplaceImageOf,
  nodeAgentOf,
  wantsAutoNodeAgent,
} from '../../model/pool-body.js'
import { isKnownAgent, knownAgents, retirementOf } from '../../model/retirements.js'
import { suggest } from '../../shared/suggest.js'
import { retirementProblem } from '../kit/retirement.js'
import { poolValue, vmPath } from '../kit/values.js'
import { rulesOn } from '../kit/rules-on.js'
import { listSupportedImages } from '../../shared/az-command.js'

const docs = 'https://learn.microsoft.com/azure/batch/batch-linux-nodes'

export const poolNodeAgentRules = [
  ...rulesOn({ needs: 'config', docs }, [
    {
      id: 'pool/node-agent-is-given',
      title: 'the pool does not say which node agent its nodes run',
      check: ({ pool }) => {
        if (pool === undefined || poolValue({ pool }, ...cloudServicePath) !== undefined) return []
        const agent = nodeAgentOf(pool.properties)
        if (agent !== undefined && agent !== '') return []
        return {
          at: vmPath('nodeAgentSkuId'),
          message: 'the pool has no node agent',
          help: 'give node-agent-sku-id (nodeAgentSkuId), for example batch.node.ubuntu 24.04, or auto to have the one that fits the image',
        }
      },
    },
  ]),
  ...rulesOn({ needs: 'date', docs }, [
    {
      id: 'pool/node-agent-is-in-service',
      title: 'Batch makes no pools with the node agent any more, or will not for another year',
      check: ({ pool }, today) => {
        const agent = nodeAgentOf(pool?.properties) ?? ''
        const retirement = retirementOf('node-agent', agent)
        if (retirement === undefined) return []
        const help =
          'build the image on a newer release of its operating system, and name the agent of that, or auto'
        const subject = `the node agent ${retirement.name}`
        return retirementProblem({ at: vmPath('nodeAgentSkuId'), subject, help, retirement }, today)
      },
      isOverruled: ({ pool }, facts) =>
        endOfAgent(nodeAgentOf(pool?.properties) ?? '', facts) !== undefined,
    },
  ]),
  ...rulesOn({ needs: 'config', docs }, [
    {
      id: 'pool/node-agent-fits-image',
      title: 'node agent and marketplace image are for different operating systems',
      check: ({ pool, image }) => {
        const agent = nodeAgentOf(pool?.properties) ?? ''
        if (agent === '' || wantsAutoNodeAgent(pool?.properties)) return []
        const name = marketplaceImageOf(pool?.properties)
        const fitting = agentsOfImage(name)
        if (fitting !== undefined) {
          if (fitting.test(agent.trim())) return []
          const message = `the node agent ${agent} is not for the image ${name}: no pool can be made of them`
          const known = knownAgents.filter((one) => fitting.test(one))
          const help =
            known.length === 0
              ? `name the agent that ${listSupportedImages(pool?.account)} shows for the image, or auto`
              : `write ${known.join(' or ')}, or auto`
          return { at: vmPath('nodeAgentSkuId'), message, help }
        }
        const [ofAgent, ofImage] = [osOfNodeAgent(agent), image?.osType]
        if (ofAgent === undefined || ofImage === undefined || ofAgent === ofImage) return []
        const message = `the node agent ${agent} is for ${ofAgent}, and osType is ${ofImage}`
        const help = 'name an agent for the operating system of the image, or auto'
        return { at: vmPath('nodeAgentSkuId'), message, help }
      },
    },
  ]),
  ...rulesOn({ needs: 'date', docs }, [
    {
      id: 'pool/node-agent-is-known',
      title: 'the node agent is not one that Batch is known to have',
      // New releases come before this table knows them: the account's list decides.
      severity: 'warning',
      check: ({ pool }) => {
        const agent = nodeAgentOf(pool?.properties) ?? ''
        if (agent === '' || wantsAutoNodeAgent(pool?.properties) || isKnownAgent(agent)) return []
        // An expression that nobody filled in is told of elsewhere, and so is an agent that is not for the image.
        if (/[[{$<]/.test(agent)) return []
        if (agentsOfImage(marketplaceImageOf(pool?.properties)) !== undefined) return []
        const near = suggest(agent, knownAgents)
        const message = `the node agent '${agent}' is none that is known here`
        const asked = `${listSupportedImages(pool?.account)} shows those of the account`
        const help = near === undefined ? asked : `did you mean ${near}? ${asked}`
        return { at: vmPath('nodeAgentSkuId'), message, help }
      },
      isOverruled: ({ pool }, facts) =>
        nodeAgentOf(pool?.properties) !== undefined && listedImages(facts) !== undefined,
    },
  ]),
]
