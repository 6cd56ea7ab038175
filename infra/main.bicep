targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the azd environment: names the resource group and, hashed, everything in it.')
param environmentName string

@minLength(1)
@description('Region of all resources; it must offer Flex Consumption.')
param location string

@minLength(16)
@maxLength(500)
@secure()
@description('Key of the first administrator. It is kept in the key vault; the app has a reference only.')
param administratorKey string

@minValue(0)
@maxValue(10)
@description('Instances that are kept up for the clock. 0: nothing is billed for readiness, and due work may wait for a cold start; each instance is billed for its memory around the clock, without a free grant.')
param alwaysReadyInstances int = 1

@allowed([512, 2048, 4096])
@description('Memory of one instance.')
param instanceMemoryMB int = 2048

@minValue(40)
@maxValue(1000)
@description('Bound of scaling out, and so of the bill. 40 is the least that the platform takes.')
param maximumInstanceCount int = 40

@description('Object id of somebody who may read and write the data as the app does, for looking into it. Nobody by default.')
param operatorPrincipalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = 'User'

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

// Passed to modules as they are, not as outputs of other modules: what-if can then tell what a deployment would change.
var names = {
  identity: '${abbreviations.identity}${token}'
  storageAccount: '${abbreviations.storageAccount}${token}'
  insights: '${abbreviations.applicationInsights}${token}'
  vault: '${abbreviations.keyVault}${token}'
}

// The app's own names in storage begin with it; JobStorePrefix tells the app.
var storePrefix = 'jobscheduler'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  scope: group
  params: {
    name: names.identity
    location: location
    tags: tags
  }
}

module storage 'app/storage.bicep' = {
  scope: group
  params: {
    name: names.storageAccount
    location: location
    tags: tags
    prefix: storePrefix
  }
}

module monitoring 'app/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: '${abbreviations.logAnalytics}${token}'
    insightsName: names.insights
    location: location
    tags: tags
  }
}

module vault 'app/vault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: tags
    administratorKey: administratorKey
  }
}

module appRoles 'app/app-roles.bicep' = {
  scope: group
  params: {
    identityName: names.identity
    insightsName: names.insights
    vaultName: names.vault
  }
  dependsOn: [identity, monitoring, vault]
}

module appStorageRoles 'app/storage-roles.bicep' = {
  scope: group
  params: {
    assignee: names.identity
    principalId: identity.outputs.principalId
    principalType: 'ServicePrincipal'
    storageAccountName: names.storageAccount
  }
  dependsOn: [storage]
}

module operatorStorageRoles 'app/storage-roles.bicep' = if (!empty(operatorPrincipalId)) {
  scope: group
  params: {
    assignee: operatorPrincipalId
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    storageAccountName: names.storageAccount
  }
  dependsOn: [storage]
}

module api 'app/functions.bicep' = {
  scope: group
  params: {
    planName: '${abbreviations.plan}${token}'
    appName: '${abbreviations.functionApp}${token}'
    location: location
    tags: tags
    serviceName: 'api'
    alwaysReadyInstances: alwaysReadyInstances
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: names.storageAccount
    deploymentContainerUri: storage.outputs.deploymentContainerUri
    storePrefix: storePrefix
    insightsName: names.insights
    administratorKeyUri: vault.outputs.administratorKeyUri
  }
  // An app that starts before its rights fails, and would take the text of the key's reference for the key.
  dependsOn: [monitoring, appRoles, appStorageRoles]
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = names.vault
output AZURE_STORAGE_ACCOUNT_NAME string = names.storageAccount
output SERVICE_API_NAME string = api.outputs.name
output SERVICE_API_URI string = api.outputs.uri
