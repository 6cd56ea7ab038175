using JobScheduler.Storage.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobScheduler.Storage.Tests;

/// <summary>Which account configuration names, and what is said when it names none.</summary>
public sealed class ConnectionTests : AzureTests
{
    [Theory]
    [InlineData("JobStore=UseDevelopmentStorage=true", "account devstoreaccount1, table jobscheduler")]
    [InlineData("JobStore:accountName=acme7|JobStorePrefix=blue", "account acme7, table blue")]
    [InlineData("JobStore:accountName=acme7|JobStore:credential=ManagedIdentity", "account acme7, table jobscheduler")]
    [InlineData(
        "JobStore:accountName=acme7|JobStore:clientId=6d0f0c62-0d9c-4d7b-9a3d-7a2f5a4b1c11|JobStore:tableServiceUri=",
        "account acme7, table jobscheduler")]
    [InlineData(
        "JobStore:blobServiceUri=https://acme7.blob.core.windows.net|"
            + "JobStore:queueServiceUri=https://acme7.queue.core.windows.net|"
            + "JobStore:tableServiceUri=https://acme7.table.core.windows.net",
        "account acme7, table jobscheduler")]
    public void Each_form_names_its_account(string settings, string place)
    {
        using var provider = Services(settings);

        Assert.Equal(place, provider.GetRequiredService<AzureStorage>().Place);
    }

    [Theory]
    [InlineData("", "JobStore", "JobStore__accountName", "JobStore__blobServiceUri")]
    [InlineData("JobStore=nonsense", "JobStore is not a connection string")]
    [InlineData("JobStore=AccountName=x", "JobStore is not a connection string")]
    [InlineData("JobStore=UseDevelopmentStorage=true|JobStore:accountName=acme7", "named in 2 ways")]
    [InlineData("JobStore=UseDevelopmentStorage=true|JobStore:clientId=x", "remove JobStore:clientId")]
    [InlineData(
        "JobStore:blobServiceUri=https://a.blob.core.windows.net",
        "JobStore:queueServiceUri and JobStore:tableServiceUri not: set all three")]
    [InlineData("JobStore:acountName=acme7", "JobStore:acountName is not known")]
    [InlineData(
        "JobStore:accountName=Acme|JobStore:credential=key|JobStorePrefix=1x|JobStore:tableServiceUri=http://a.example",
        "JobStore:accountName: 'Acme'",
        "JobStore:credential: 'key'",
        "JobStorePrefix: '1x'",
        "JobStore:tableServiceUri: 'http://a.example'",
        "named in 2 ways")]
    public void Wrong_settings_are_all_named_with_their_keys(string settings, params string[] says)
    {
        using var provider = Services(settings);

        var refusal = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStorage>());

        Assert.All(says, text => Assert.Contains(refusal.Failures, failure => failure.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Registered_time_is_the_storages_and_made_of_the_one_before()
    {
        using var provider = Services("JobStore=UseDevelopmentStorage=true");

        Assert.IsType<StorageClock>(provider.GetRequiredService<TimeProvider>());
        Assert.Same(provider.GetRequiredService<StorageClock>(), provider.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public void Without_a_time_provider_the_registration_is_refused() => Assert.Throws<InvalidOperationException>(
        () => new ServiceCollection().AddAzureStorage(new ConfigurationBuilder().Build()));

    private static ServiceProvider Services(string settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings
                .Split('|', StringSplitOptions.RemoveEmptyEntries)
                .Select(setting => setting.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build();
        return new ServiceCollection().AddSingleton(Time).AddAzureStorage(configuration).BuildServiceProvider();
    }
}
