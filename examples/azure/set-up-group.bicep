// What set-up.bicep makes in the resource group.
param repository string
param ownerId int
param repositoryId int
param location string
param batchAccountName string
param galleryName string
param imageDefinitionName string
param osType string
param architecture string
param branch string
param environment string
param writerRoleId string

var owner = split(repository, '/')[0]
var name = split(repository, '/')[1]
// GitHub's older form of a subject, and the one with numbers.
var prefixes = {
  names: 'repo:${repository}'
  ids: 'repo:${owner}@${ownerId}/${name}@${repositoryId}'
}
var forms = items(prefixes)

resource gallery 'Microsoft.Compute/galleries@2025-03-03' = {
  name: galleryName
  location: location
}

resource definition 'Microsoft.Compute/galleries/images@2025-03-03' = {
  parent: gallery
  name: imageDefinitionName
  location: location
  properties: {
    osType: osType
    osState: 'Generalized'
    hyperVGeneration: 'V2'
    architecture: architecture
    identifier: { publisher: owner, offer: galleryName, sku: imageDefinitionName }
    features: [{ name: 'SecurityType', value: 'Standard' }]
  }
}

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' = {
  name: batchAccountName
  location: location
  properties: { poolAllocationMode: 'BatchService' }
}

resource reader 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'image-to-pool-reader'
  location: location
}

resource writer 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'image-to-pool'
  location: location
}

// One after another: Azure refuses two at once for one identity.
@batchSize(1)
resource readerCredentials 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = [
  for (context, i) in ['pull_request', 'pull_request', 'ref:refs/heads/${branch}', 'ref:refs/heads/${branch}']: {
    parent: reader
    name: '${['pull-request', 'pull-request', 'branch', 'branch'][i]}-${forms[i % 2].key}'
    properties: {
      issuer: 'https://token.actions.githubusercontent.com'
      subject: '${forms[i % 2].value}:${context}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
]

@batchSize(1)
resource writerCredentials 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = [
  for (context, i) in ['ref:refs/heads/${branch}', 'ref:refs/heads/${branch}', 'environment:${environment}', 'environment:${environment}']: {
    parent: writer
    name: '${['branch', 'branch', 'environment', 'environment'][i]}-${forms[i % 2].key}'
    properties: {
      issuer: 'https://token.actions.githubusercontent.com'
      subject: '${forms[i % 2].value}:${context}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
]

resource writerMayWrite 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, writer.id, writerRoleId)
  properties: {
    roleDefinitionId: writerRoleId
    principalId: writer.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

output imageDefinitionId string = definition.id
output batchAccountId string = account.id
output readerClientId string = reader.properties.clientId
output readerPrincipalId string = reader.properties.principalId
output writerClientId string = writer.properties.clientId
output writerPrincipalId string = writer.properties.principalId
