# Gives the azd environment an administrator's key of 256 random bits, if it has none. A reference made by
# 'azd env set-secret JOBSCHEDULER_ADMINISTRATOR_KEY' counts as one. The key is not printed.
$ErrorActionPreference = 'Stop'
if ($env:JOBSCHEDULER_ADMINISTRATOR_KEY) { exit 0 }
$key = [Convert]::ToHexString([Security.Cryptography.RandomNumberGenerator]::GetBytes(32)).ToLowerInvariant()
azd env set JOBSCHEDULER_ADMINISTRATOR_KEY $key
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
Write-Host "Made an administrator's key. Show it: azd env get-value JOBSCHEDULER_ADMINISTRATOR_KEY"
