param name string
param location string
param tags object

@secure()
param administratorKey string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    // Purge protection stays off, so that 'azd down --purge' frees the name for the next 'azd up'. The key can be made anew.
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
  }

  resource key 'secrets' = {
    name: 'administrator-key'
    properties: { value: administratorKey }
  }
}

// With the version: a new key changes the app's setting and so reaches the app at once, and the reference cannot be guessed.
#disable-next-line outputs-should-not-contain-secrets // The address of a secret, not its value.
output administratorKeyUri string = vault::key.properties.secretUriWithVersion
