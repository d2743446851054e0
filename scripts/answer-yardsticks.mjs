// What Azure's answers look like where it publishes no types for Bicep: the data plane of Batch, lists of sizes, quotas, usages,
// operations, permissions. Written after these sources, in our own notation:
//
// - batch: the models of @azure/batch 10.2.0 (API 2022-10-01.16.0), and what the reference of 2025-06-01 has besides
//   (https://learn.microsoft.com/rest/api/batchservice/)
// - sizes, quotas: the models of @azure/arm-batch 9.1.0
// - skus, usages, instances: the models of @azure/arm-compute 24.1.0
// - operations: https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
// - subscriptions, permissions: https://learn.microsoft.com/rest/api/resources/ and /rest/api/authorization/
//
// A member is `name: kind`, with `!` behind the name where every answer has it. A kind is text, time, number, bool, object (not looked
// into), choices (`a|b`), the name of a shape, or one of these in brackets for a list.
const counts = Object.fromEntries(
  'creating idle offline preempted rebooting reimaging running starting startTaskFailed leavingPool unknown unusable waitingForStartTask total'
    .split(' ')
    .map((state) => [`${state}!`, 'number']),
)
const tasks = Object.fromEntries(
  'active running completed succeeded failed'.split(' ').map((state) => [`${state}!`, 'number']),
)
const jobStates = 'active|disabling|disabled|enabling|terminating|completed|deleting'
const communication = 'default|classic|simplified'

const shapes = {
  node: {
    ...{
      id: 'text',
      url: 'text',
      schedulingState: 'enabled|disabled',
      stateTransitionTime: 'time',
    },
    state:
      'idle|rebooting|reimaging|running|unusable|creating|starting|waitingforstarttask|starttaskfailed|unknown|leavingpool|offline|preempted|upgradingos|deallocated|deallocating',
    ...{ lastBootTime: 'time', allocationTime: 'time', ipAddress: 'text', affinityId: 'text' },
    ...{ vmSize: 'text', totalTasksRun: 'number', runningTasksCount: 'number' },
    ...{ runningTaskSlotsCount: 'number', totalTasksSucceeded: 'number', recentTasks: '[object]' },
    ...{ startTask: 'object', startTaskInfo: 'startTaskInfo', certificateReferences: '[object]' },
    ...{ errors: '[nodeError]', isDedicated: 'bool', endpointConfiguration: 'object' },
    ...{ nodeAgentInfo: 'agentInfo', virtualMachineInfo: 'object' },
  },
  startTaskInfo: {
    ...{ 'state!': 'running|completed', 'startTime!': 'time', endTime: 'time', exitCode: 'number' },
    ...{ containerInfo: 'object', failureInfo: 'taskFailure', 'retryCount!': 'number' },
    ...{ lastRetryTime: 'time', result: 'success|failure' },
  },
  taskFailure: {
    'category!': 'usererror|servererror',
    ...{ code: 'text', message: 'text', details: '[pair]' },
  },
  nodeError: { code: 'text', message: 'text', errorDetails: '[pair]' },
  agentInfo: { 'version!': 'text', 'lastUpdateTime!': 'time' },
  pair: { name: 'text', value: 'text' },
  poolCounts: { 'poolId!': 'text', dedicated: 'nodeCounts', lowPriority: 'nodeCounts' },
  nodeCounts: { ...counts, upgradingOS: 'number', deallocated: 'number', deallocating: 'number' },
  pool: {
    ...{ id: 'text', displayName: 'text', url: 'text', eTag: 'text', lastModified: 'time' },
    ...{ creationTime: 'time', state: 'active|deleting', stateTransitionTime: 'time' },
    ...{ allocationState: 'steady|resizing|stopping', allocationStateTransitionTime: 'time' },
    ...{ vmSize: 'text', virtualMachineConfiguration: 'object', resizeTimeout: 'text' },
    ...{ resizeErrors: '[resizeError]', autoScaleRun: 'autoScaleRun', startTask: 'object' },
    ...{ currentDedicatedNodes: 'number', currentLowPriorityNodes: 'number' },
    ...{
      targetDedicatedNodes: 'number',
      targetLowPriorityNodes: 'number',
      enableAutoScale: 'bool',
    },
    ...{ autoScaleFormula: 'text', autoScaleEvaluationInterval: 'text' },
    ...{ enableInterNodeCommunication: 'bool', networkConfiguration: 'object' },
    ...{ certificateReferences: '[object]', applicationPackageReferences: '[object]' },
    ...{
      applicationLicenses: '[text]',
      taskSlotsPerNode: 'number',
      taskSchedulingPolicy: 'object',
    },
    ...{ userAccounts: '[object]', metadata: '[pair]', mountConfiguration: '[object]' },
    ...{ identity: 'object', upgradePolicy: 'object', resourceTags: 'object' },
    ...{ targetNodeCommunicationMode: communication, currentNodeCommunicationMode: communication },
  },
  resizeError: { code: 'text', message: 'text', values: '[pair]' },
  autoScaleRun: { 'timestamp!': 'time', results: 'text', error: 'resizeError' },
  supportedImage: {
    ...{ 'nodeAgentSKUId!': 'text', 'imageReference!': 'object', 'osType!': 'linux|windows' },
    ...{ capabilities: '[text]', batchSupportEndOfLife: 'time' },
    'verificationType!': 'verified|unverified',
  },
  job: {
    ...{ id: 'text', displayName: 'text', url: 'text', eTag: 'text', lastModified: 'time' },
    ...{ creationTime: 'time', state: jobStates, stateTransitionTime: 'time' },
    ...{ previousState: jobStates, previousStateTransitionTime: 'time', priority: 'number' },
    ...{ usesTaskDependencies: 'bool', allowTaskPreemption: 'bool', maxParallelTasks: 'number' },
    ...{ constraints: 'object', commonEnvironmentSettings: '[pair]', metadata: '[pair]' },
    ...{ poolInfo: 'object', executionInfo: 'object', networkConfiguration: 'object' },
    onAllTasksComplete: 'noaction|terminatejob',
    onTaskFailure: 'noaction|performexitoptionsjobaction',
  },
  taskCounts: { 'taskCounts!': 'tasks', 'taskSlotCounts!': 'tasks' },
  tasks,
  quotas: { accountQuota: 'number' },
  batchSize: {
    ...{ name: 'text', familyName: 'text', capabilities: '[pair]', batchSupportEndOfLife: 'time' },
  },
  usage: { 'unit!': 'Count', 'currentValue!': 'number', 'limit!': 'number', 'name!': 'usageName' },
  usageName: { value: 'text', localizedValue: 'text' },
  sku: {
    ...{ resourceType: 'text', name: 'text', tier: 'text', size: 'text', family: 'text' },
    ...{ kind: 'text', capacity: 'object', locations: '[text]', locationInfo: '[skuLocation]' },
    ...{
      apiVersions: '[text]',
      costs: '[object]',
      capabilities: '[pair]',
      restrictions: '[object]',
    },
  },
  skuLocation: {
    ...{ location: 'text', zones: '[text]', zoneDetails: '[zoneDetails]' },
    ...{ extendedLocations: '[text]', type: 'text' },
  },
  zoneDetails: { name: '[text]', Name: '[text]', capabilities: '[pair]' },
  operation: {
    ...{ id: 'text', name: 'text', resourceId: 'text', startTime: 'time', endTime: 'time' },
    ...{ percentComplete: 'number', properties: 'object', error: 'operationError' },
    'status!': 'InProgress|Succeeded|Failed|Canceled',
  },
  operationError: {
    ...{ 'code!': 'text', 'message!': 'text', target: 'text', details: '[object]' },
    innererror: 'object',
  },
  permission: {
    ...{ 'actions!': '[text]', 'notActions!': '[text]', dataActions: '[text]' },
    ...{ notDataActions: '[text]', condition: 'text', conditionVersion: 'text' },
  },
  subscription: {
    ...{ 'id!': 'text', 'subscriptionId!': 'text', displayName: 'text', tenantId: 'text' },
    ...{ state: 'Enabled|Warned|PastDue|Disabled|Deleted', subscriptionPolicies: 'object' },
    ...{ authorizationSource: 'text', managedByTenants: '[object]', tags: 'object' },
    promotions: '[object]',
  },
  location: {
    ...{ 'id!': 'text', 'name!': 'text', 'displayName!': 'text', regionalDisplayName: 'text' },
    ...{ subscriptionId: 'text', type: 'Region|EdgeZone', metadata: 'object' },
    availabilityZoneMappings: '[object]',
  },
  instance: {
    ...{ 'id!': 'text', 'name!': 'text', type: 'text', 'location!': 'text', tags: 'object' },
    ...{ instanceId: 'text', sku: 'object', plan: 'object', properties: 'object' },
    ...{ resources: '[object]', zones: '[text]', identity: 'object', etag: 'text' },
  },
}

/** Paths, each with the shape of an answer, or in brackets that of an item of the list that it is. */
const places = [
  [/^\/pools\/[^/]+\/nodes$/, '[node]'],
  [/^\/pools\/[^/]+\/nodes\/[^/]+$/, 'node'],
  [/^\/nodecounts$/, '[poolCounts]'],
  [/^\/pools$/, '[pool]'],
  [/^\/pools\/[^/]+$/, 'pool'],
  [/^\/supportedimages$/, '[supportedImage]'],
  [/^\/jobs$/, '[job]'],
  [/^\/jobs\/[^/]+$/, 'job'],
  [/^\/jobs\/[^/]+\/taskcounts$/, 'taskCounts'],
  [/\/Microsoft\.Batch\/locations\/[^/]+\/quotas$/i, 'quotas'],
  [/\/Microsoft\.Batch\/locations\/[^/]+\/virtualMachineSkus$/i, '[batchSize]'],
  [/\/Microsoft\.Compute\/locations\/[^/]+\/usages$/i, '[usage]'],
  [/\/Microsoft\.Compute\/skus$/i, '[sku]'],
  [/\/locations\/[^/]+\/(operations|DiskOperations|capsOperations)\/[^/]+$/i, 'operation'],
  [/\/Microsoft\.Authorization\/permissions$/i, '[permission]'],
  [/^\/subscriptions$/i, '[subscription]'],
  [/^\/subscriptions\/[^/]+$/i, 'subscription'],
  [/^\/subscriptions\/[^/]+\/locations$/i, '[location]'],
  [/\/virtualMachineScaleSets\/[^/]+\/virtualMachines$/i, '[instance]'],
  [/\/virtualMachineScaleSets\/[^/]+\/virtualMachines\/[^/]+$/i, 'instance'],
]

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const scalars = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  object: isObject,
  time: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value),
}

function faultsOf(value, kind, path) {
  const item = /^\[(.*)\]$/.exec(kind)?.[1]
  if (item !== undefined) {
    if (!Array.isArray(value)) return [`${path} is no list`]
    return value.flatMap((one) => faultsOf(one, item, `${path}[]`))
  }
  if (shapes[kind] !== undefined) return faultsOfMembers(value, shapes[kind], path)
  const fits =
    kind.includes('|') || kind === 'Count' ? kind.split('|').includes(value) : scalars[kind](value)
  return fits ? [] : [`${path} is ${JSON.stringify(value)?.slice(0, 60)}, not ${kind}`]
}

function faultsOfMembers(value, shape, path) {
  if (!isObject(value)) return [`${path} is no object`]
  const kinds = Object.entries(shape).map(([name, kind]) => [name.replace(/!$/, ''), kind])
  const known = new Map(kinds)
  const missing = Object.keys(shape)
    .filter((name) => name.endsWith('!') && value[name.slice(0, -1)] === undefined)
    .map((name) => `${path}.${name.slice(0, -1)} is absent`)
  const own = Object.entries(value).flatMap(([name, inner]) => {
    if (name.startsWith('odata.')) return []
    const kind = known.get(name)
    if (kind === undefined) return [`${path}.${name} is unknown`]
    return faultsOf(inner, kind, `${path}.${name}`)
  })
  return [...missing, ...own]
}

/**
 * What is wrong with an answer ({method, path, status, answer}, as a line of RECORD_ANSWERS has it); undefined where there is no
 * yardstick for it here.
 */
export function faultsOfAnswer({ method, path, status, answer }) {
  const [, kind] = places.find(([pattern]) => pattern.test(path)) ?? []
  if (kind === undefined || method !== 'GET' || status !== 200 || !isObject(answer))
    return undefined
  const name = kind.replace(/[[\]]/g, '')
  // With `monitor=true` an operation answers with the resource when it is done.
  if (name === 'operation' && answer.type !== undefined) return undefined
  if (!kind.startsWith('[')) return faultsOf(answer, kind, name)
  const { value, ...rest } = answer
  const others = Object.keys(rest).filter(
    (key) => !/^(nextLink|odata\.(metadata|nextLink)|count)$/.test(key),
  )
  return [...others.map((key) => `${name} list.${key} is unknown`), ...faultsOf(value, kind, name)]
}
