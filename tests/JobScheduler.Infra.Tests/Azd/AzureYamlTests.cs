using JobScheduler.Infra.Tests.Deployment;
using JobScheduler.TestKit;

namespace JobScheduler.Infra.Tests.Azd;

public class AzureYamlTests(PredictedDeployment deployment)
{
    [Fact]
    public void Service_is_found_by_the_tag_of_the_app()
    {
        var tag = deployment.Default.App.GetProperty("tags").GetProperty("azd-service-name").GetString();

        Assert.Equal([tag!], AzureYaml.Services.Keys);
    }

    [Fact]
    public void Service_is_the_functions_project()
    {
        var service = Assert.Single(AzureYaml.Services).Value;

        Assert.Contains("project: ./src/JobScheduler.Functions\n", service, StringComparison.Ordinal);
        Assert.Contains("host: function\n", service, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "JobScheduler.Functions", "JobScheduler.Functions.csproj")));
    }

    [Fact]
    public void Infrastructure_is_where_the_tests_look()
    {
        Assert.Contains("path: infra\n", AzureYaml.Section("infra"), StringComparison.Ordinal);
        Assert.Contains("module: main\n", AzureYaml.Section("infra"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_tagged_with_the_environment()
    {
        var untagged = deployment.Default.Resources.Where(one => one.TryGetProperty("location", out _))
            .Where(one => one.GetProperty("tags").GetProperty("azd-env-name").GetString() != "test");

        Assert.Empty(untagged);
    }

    [Fact]
    public void Scripts_of_the_hooks_are_there()
    {
        Assert.Equal(2, AzureYaml.Scripts.Count);
        Assert.All(AzureYaml.Scripts, script => Assert.True(File.Exists(Path.Combine(Repository.Root, script)), script));
    }
}
