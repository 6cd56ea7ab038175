param name string
param location string
param tags object

@description('The names of the app in this account begin with it.')
param prefix string

// The queues of JobScheduler.Shards.QueueNames, each with the one that the host moves failing messages to. A test holds both lists together.
var queueNames = [
  'runs-high'
  'runs-high-poison'
  'runs-normal'
  'runs-normal-poison'
  'runs-low'
  'runs-low-poison'
  'suspect'
  'suspect-poison'
]
var deploymentContainerName = 'app-package'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    // Identities only: a key of the account would open everything, for ever, to whoever has it.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource shards 'tables' = {
      name: prefix
    }
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource runs 'queues' = [
      for queue in queueNames: {
        name: '${prefix}-${queue}'
      }
    ]
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource inputs 'containers' = {
      name: '${prefix}-blobs'
      properties: { publicAccess: 'None' }
    }

    resource package 'containers' = {
      name: deploymentContainerName
      properties: { publicAccess: 'None' }
    }
  }
}

output deploymentContainerUri string = '${account.properties.primaryEndpoints.blob}${deploymentContainerName}'
