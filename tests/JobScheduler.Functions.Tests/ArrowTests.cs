using System.Reflection;

namespace JobScheduler.Functions.Tests;

/// <summary>
/// Which project may know which: Contracts ← Core, Client; Core ← Storage.*, Api; Api, Client ← Hosting; Hosting, Storage.* ←
/// Functions, Standalone.
/// </summary>
public sealed class ArrowTests
{
    [Theory]
    [InlineData("JobScheduler.Contracts")]
    [InlineData("JobScheduler.Client", "JobScheduler.Contracts")]
    [InlineData("JobScheduler.Core", "JobScheduler.Contracts")]
    [InlineData("JobScheduler.Api", "JobScheduler.Contracts", "JobScheduler.Core")]
    [InlineData("JobScheduler.Storage.Azure", "JobScheduler.Contracts", "JobScheduler.Core")]
    [InlineData("JobScheduler.Storage.Sqlite", "JobScheduler.Contracts", "JobScheduler.Core")]
    [InlineData("JobScheduler.Hosting", "JobScheduler.Contracts", "JobScheduler.Core", "JobScheduler.Api", "JobScheduler.Client")]
    [InlineData(
        "JobScheduler.Functions", "JobScheduler.Contracts", "JobScheduler.Api", "JobScheduler.Core", "JobScheduler.Hosting",
        "JobScheduler.Storage.Azure")]
    [InlineData(
        "JobScheduler.Standalone", "JobScheduler.Contracts", "JobScheduler.Api", "JobScheduler.Core", "JobScheduler.Hosting",
        "JobScheduler.Storage.Azure", "JobScheduler.Storage.Sqlite")]
    public void Project_knows_only(string project, params string[] others)
    {
        var known = Assembly.Load(project)
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("JobScheduler.", StringComparison.Ordinal));

        Assert.Subset(others.ToHashSet(), known.ToHashSet());
    }

    [Fact]
    public void Core_knows_neither_Azure_nor_the_web()
    {
        Assert.DoesNotContain(Assembly.Load("JobScheduler.Core").GetReferencedAssemblies(), reference =>
            reference.Name!.StartsWith("Azure.", StringComparison.Ordinal)
            || reference.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || reference.Name.StartsWith("Microsoft.Azure", StringComparison.Ordinal)
            || reference.Name.StartsWith("Microsoft.DurableTask", StringComparison.Ordinal));
    }
}
