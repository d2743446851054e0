// What image-to-pool needs in Azure, for one repository; the same as set-up.sh. At the subscription, because its roles lie there.
targetScope = 'subscription'

@description('OWNER/NAME on GitHub')
param repository string
@description('Numbers of owner and repository: gh api repos/OWNER/NAME --jq \'.owner.id, .id\'')
param ownerId int
param repositoryId int
param location string
param batchAccountName string
param resourceGroupName string = 'rg-image-to-pool'
param galleryName string = 'imageToPool'
param imageDefinitionName string = 'node'
@allowed(['Linux', 'Windows'])
param osType string = 'Linux'
@allowed(['x64', 'Arm64'])
param architecture string = 'x64'
param branch string = 'main'
param environment string = 'production'

var writer = loadJsonContent('role.json')
var reader = loadJsonContent('reader-role.json')

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: resourceGroupName
  location: location
}

resource writerRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, writer.Name)
  properties: {
    roleName: writer.Name
    description: writer.Description
    type: 'CustomRole'
    permissions: [
      { actions: writer.Actions, notActions: [], dataActions: writer.DataActions, notDataActions: [] }
    ]
    assignableScopes: [subscription().id]
  }
}

resource readerRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, reader.Name)
  properties: {
    roleName: reader.Name
    description: reader.Description
    type: 'CustomRole'
    permissions: [
      { actions: reader.Actions, notActions: [], dataActions: reader.DataActions, notDataActions: [] }
    ]
    assignableScopes: [subscription().id]
  }
}

module resources 'set-up-group.bicep' = {
  name: 'image-to-pool'
  scope: group
  params: {
    repository: repository
    ownerId: ownerId
    repositoryId: repositoryId
    location: location
    batchAccountName: batchAccountName
    galleryName: galleryName
    imageDefinitionName: imageDefinitionName
    osType: osType
    architecture: architecture
    branch: branch
    environment: environment
    writerRoleId: writerRole.id
  }
}

// Reading is for the whole subscription: its quotas, and all pools that may use an image.
resource readerMayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, resourceGroupName, 'reader', reader.Name)
  properties: {
    roleDefinitionId: readerRole.id
    principalId: resources.outputs.readerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource writerMayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, resourceGroupName, 'writer', reader.Name)
  properties: {
    roleDefinitionId: readerRole.id
    principalId: resources.outputs.writerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_SUBSCRIPTION_ID string = subscription().subscriptionId
output AZURE_RESOURCE_GROUP string = resourceGroupName
output AZURE_IMAGE_DEFINITION string = resources.outputs.imageDefinitionId
output AZURE_BATCH_ACCOUNT string = resources.outputs.batchAccountId
output AZURE_READER_CLIENT_ID string = resources.outputs.readerClientId
output AZURE_CLIENT_ID string = resources.outputs.writerClientId
