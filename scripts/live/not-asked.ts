/** What stays unverified after a run of this kit, each with the reason. */
import type { NotAsked } from './probe.js'

const noSamples =
  'a new account has no samples whose values differ; a pool that has been at work for hours would have them'
const noQuota = 'quotas differ from one subscription to the other, and cannot be set by their owner'
const noOtherIdentity = 'the kit signs in as one identity, and makes none with fewer rights'
const noSlowDisks =
  'such disks are tied to a zone, and not every subscription may have them; their copies are too quick to be met half way'

export const notAsked: readonly NotAsked[] = [
  {
    id: 'throttling/callers',
    question: 'Are callers and regions told apart by the limits, and has the data plane one?',
    why: 'the action paces its requests by what is left',
    reason: 'it would take using up the limits of everybody in the subscription',
  },
  {
    id: 'disk/ownership-time',
    question: 'When does the ownership time of an attached disk change?',
    why: 'the action tells by it whether a disk was used since its snapshot',
    reason: 'the kit makes no virtual machines: they take a network, an image and ten minutes each',
  },
  {
    id: 'snapshot/slow-disks',
    question:
      'How long does a snapshot of an Ultra or Premium SSD v2 disk go on, and how is a full one refused?',
    why: 'the action waits for such snapshots',
    reason: noSlowDisks,
  },
  {
    id: 'snapshot/other-subscription',
    question: 'How is an incremental snapshot refused in another subscription than its disk?',
    why: 'the action refuses it before it writes',
    reason: 'it takes two subscriptions',
  },
  {
    id: 'snapshot/copy-source-deleted',
    question: 'When does a copy fail whose source is deleted meanwhile?',
    why: 'the action explains the error',
    reason: 'the copy of an empty disk is done before its source can be deleted',
  },
  {
    id: 'graph/no-rights',
    question: 'How is a query refused of somebody who may read no subscription?',
    why: 'the action must not take it for an empty answer',
    reason: noOtherIdentity,
  },
  {
    id: 'rights/lists',
    question: 'When is a list of a subscription shortened, and when refused?',
    why: 'a cleanup must know whether it has seen all users of an image',
    reason: noOtherIdentity,
  },
  {
    id: 'rights/data-plane',
    question: 'Which rights does the data plane want for nodes, and how does it refuse without?',
    why: 'the action names the role that is missing',
    reason: noOtherIdentity,
  },
  {
    id: 'pool/managed-image-caps',
    question: 'How is a pool refused of more than 2,500 nodes on a managed image?',
    why: 'the action refuses it before it writes',
    reason: 'if Azure does not refuse it, thousands of nodes begin to come',
  },
  {
    id: 'pool/quota-order',
    question: 'Which quota is named where several are reached, and which nodes come all the same?',
    why: 'the action names the quota to ask for',
    reason: noQuota,
  },
  {
    id: 'pool/eviction',
    question: 'When, and how, does Batch replace a Spot node that was taken back?',
    why: 'the action waits for nodes that may come back',
    reason: 'nobody but Azure can take a node back',
  },
  {
    id: 'nodes/early-files',
    question: 'In which states are the files of a node refused, and with which code?',
    why: 'the action reads the output of start tasks as soon as it may',
    reason: 'a node is in these states for seconds, or only when it is broken',
  },
  {
    id: 'draining/retained-data',
    question: 'Does RetainedData wait for tasks as TaskCompletion does?',
    why: 'a config may say so of a pool at work',
    reason: 'the next API version drops the option, and its data is gone only after weeks',
  },
  {
    id: 'account/unlisted-families',
    question: 'May a pool have nodes of a family that its account does not list?',
    why: 'plan warns of a quota that may not exist',
    reason: noQuota,
  },
  {
    id: 'pool/nat-ports',
    question: 'May nodes with addresses of their own share frontend ports?',
    why: 'the action warns of ranges that are too narrow',
    reason: 'if Azure does not refuse the pool, as many nodes begin to come as the range has ports',
  },
  {
    id: 'pool/subnet-policies',
    question: 'Does Batch place nodes in a subnet whose network policies are on in part?',
    why: 'the action refuses some such subnets and warns of others',
    reason: 'the kit makes no networks, and no nodes without public addresses',
  },
  {
    id: 'autoscale/order-of-samples',
    question: 'Which end of a vector does the newest sample stand at?',
    why: 'plan shows what a formula yields, and counts this among what nobody says',
    reason: noSamples,
  },
  {
    id: 'autoscale/of-nothing',
    question: 'What are max, min and avg of no sample?',
    why: 'plan shows what a formula yields, and counts this among what nobody says',
    reason: 'a vector without a sample cannot be had for certain: Azure takes samples as it likes',
  },
  {
    id: 'autoscale/longer-vector',
    question: 'What becomes of a vector that is longer than the one that it is added to?',
    why: 'plan shows what a formula yields, and counts this among what nobody says',
    reason: noSamples,
  },
  {
    id: 'autoscale/percentile',
    question: 'Which of two neighbours is a percentile between them?',
    why: 'plan shows what a formula yields, and counts this among what nobody says',
    reason: noSamples,
  },
  {
    id: 'autoscale/metric-as-number',
    question: 'Which sample is a metric worth as a number?',
    why: 'plan shows what a formula yields, and counts this among what nobody says',
    reason: noSamples,
  },
  {
    id: 'github/annotations',
    question: 'How many annotations of a step does GitHub show?',
    why: 'the action keeps back what would be dropped',
    reason: 'it is GitHub’s: a workflow that writes twelve notices shows it',
  },
]
