namespace JobScheduler.Api.Tests.Hosting;

/// <summary>Tests that measure what the process allocates: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection : ICollectionFixture<TestHost>
{
    public const string Name = "alone";
}
