using System.Text.Json;
using JobScheduler.Storage.Azure;
using JobScheduler.TestKit;

namespace JobScheduler.Infra.Tests.Deployment;

public class SettingsTests(PredictedDeployment deployment)
{
    private readonly Prediction _default = deployment.Default;

    [Fact]
    public void App_has_exactly_these_settings()
    {
        // FUNCTIONS_WORKER_RUNTIME, FUNCTIONS_EXTENSION_VERSION and the like are refused on Flex Consumption.
        Assert.Equal(
            [
                "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
                "APPLICATIONINSIGHTS_CONNECTION_STRING",
                "AZURE_CLIENT_ID",
                "Access__AdministratorKey",
                "AzureWebJobsDisableHomepage",
                "AzureWebJobsStorage__accountName",
                "AzureWebJobsStorage__clientId",
                "AzureWebJobsStorage__credential",
                "JobStorePrefix",
                "JobStore__accountName",
                "JobStore__clientId",
                "JobStore__credential",
            ],
            _default.Settings.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage")]
    [InlineData("JobStore")]
    public void Connection_is_an_account_and_the_identity(string connection)
    {
        Assert.Equal(_default.Storage.GetProperty("name").GetString(), _default.Settings[connection + "__accountName"]);
        Assert.Equal("managedidentity", _default.Settings[connection + "__credential"]);
        Assert.Equal(_default.Settings["AZURE_CLIENT_ID"], _default.Settings[connection + "__clientId"]);
        Assert.Contains("userAssignedIdentities/id-", _default.Settings["AZURE_CLIENT_ID"], StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_the_store_are_keys_that_the_driver_reads()
    {
        var keys = ConnectionKeys.All.Select(key => key.Replace(":", "__", StringComparison.Ordinal));

        Assert.Subset(
            keys.ToHashSet(StringComparer.Ordinal),
            _default.Settings.Keys.Where(key => key.StartsWith("JobStore", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Connection_that_the_host_is_told_to_use_is_set()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        var connection = durable.GetProperty("storageProvider").GetProperty("connectionName").GetString();

        Assert.Contains($"{connection}__accountName", _default.Settings.Keys);
    }

    [Fact]
    public void App_is_told_the_prefix_of_the_names_in_storage() => Assert.Equal(Prediction.Prefix, _default.Settings["JobStorePrefix"]);

    [Fact]
    public void Administrators_key_is_a_reference_with_a_version_that_the_identity_resolves()
    {
        var key = _default.Settings["Access__AdministratorKey"];

        Assert.Contains("@Microsoft.KeyVault(SecretUri=", key, StringComparison.Ordinal);
        Assert.Contains("secrets/administrator-key", key, StringComparison.Ordinal);
        Assert.Contains(".secretUriWithVersion", key, StringComparison.Ordinal);
        Assert.Equal(_default.Identity, _default.App.GetProperty("properties").GetProperty("keyVaultReferenceIdentity").GetString());
    }

    [Fact]
    public void Secret_of_the_parameters_is_in_no_other_place_than_the_vault()
    {
        var secrets = _default.Resources.Where(one => one.GetRawText().Contains("administratorKey", StringComparison.Ordinal));

        Assert.Equal("Microsoft.KeyVault/vaults/secrets", Assert.Single(secrets).GetProperty("type").GetString());
        Assert.DoesNotContain("administratorKey", _default.Outputs.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(_default.Resources, one => one.GetRawText().Contains("infra-tests-key", StringComparison.Ordinal));
    }
}
