namespace JobScheduler.Api.Tests.Hosting;

/// <summary>Tests that share one host. Each makes its own records, so they need no order.</summary>
[CollectionDefinition(Name)]
public sealed class HostCollection : ICollectionFixture<TestHost>
{
    public const string Name = "host";
}
