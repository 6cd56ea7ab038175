using JobScheduler.Shards;
using JobScheduler.Storage.Azure;

namespace JobScheduler.Infra.Tests.Deployment;

public class StorageTests(PredictedDeployment deployment)
{
    private static readonly AzureNames Names = new(Prediction.Prefix);

    private readonly Prediction _default = deployment.Default;

    [Fact]
    public void Storage_opens_to_identities_only()
    {
        var properties = _default.Storage.GetProperty("properties");

        Assert.False(properties.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(properties.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.True(properties.GetProperty("supportsHttpsTrafficOnly").GetBoolean());
        Assert.Equal("TLS1_2", properties.GetProperty("minimumTlsVersion").GetString());
        Assert.Equal("StorageV2", _default.Storage.GetProperty("kind").GetString());
    }

    [Fact]
    public void Queues_are_those_of_the_core_and_their_poison_queues()
    {
        var expected = QueueNames.Executed.SelectMany(queue => new[] { queue, QueueNames.Poison(queue) })
            .Select(queue => Names.Queue(queue)).Order(StringComparer.Ordinal);

        Assert.Equal(expected, _default.Names("Microsoft.Storage/storageAccounts/queueServices/queues"));
    }

    [Fact]
    public void Table_and_containers_are_there()
    {
        Assert.Equal([Names.Table], _default.Names("Microsoft.Storage/storageAccounts/tableServices/tables"));
        Assert.Equal(
            ["app-package", Names.Container],
            _default.Names("Microsoft.Storage/storageAccounts/blobServices/containers"));
    }

    [Fact]
    public void Names_in_storage_keep_the_rules_of_the_platform()
    {
        var queues = _default.Names("Microsoft.Storage/storageAccounts/queueServices/queues");
        var tables = _default.Names("Microsoft.Storage/storageAccounts/tableServices/tables");

        Assert.Matches("^[a-z0-9]{3,24}$", _default.Storage.GetProperty("name").GetString());
        Assert.All(queues, name => Assert.InRange(name.Length, 3, 63));
        Assert.All(tables, name => Assert.Matches("^[A-Za-z][A-Za-z0-9]{2,62}$", name));
    }
}
