using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Delivery.Tests.Packages;

public sealed class RestoredPackagesTests
{
    [Fact]
    public void Link_leaves_out_the_packages_of_the_product()
    {
        using var folder = new TestFolder();
        var packages = Path.Combine(folder.Path, "packages");
        foreach (var name in PackedPackages.Names.Select(name => name.ToLowerInvariant()).Append("JobScheduler.Old").Append("serilog"))
        {
            Directory.CreateDirectory(Path.Combine(packages, name, "0.1.0"));
        }

        var linked = Path.Combine(folder.Path, "linked");
        RestoredPackages.Link(packages, linked);

        Assert.Equal(["serilog"], Directory.EnumerateDirectories(linked).Select(path => Path.GetFileName(path)!));
        Assert.True(Directory.Exists(Path.Combine(linked, "serilog", "0.1.0")));
    }
}
