using System.Text.Json;

namespace JobScheduler.Infra.Tests.Deployment;

public class AppTests(PredictedDeployment deployment)
{
    private readonly Prediction _default = deployment.Default;

    [Fact]
    public void App_answers_https_only_and_takes_no_deployment_by_password()
    {
        Assert.True(_default.App.GetProperty("properties").GetProperty("httpsOnly").GetBoolean());
        Assert.Equal(["ftp", "scm"], _default.Names("Microsoft.Web/sites/basicPublishingCredentialsPolicies"));
        Assert.All(_default.All("Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            one => Assert.False(one.GetProperty("properties").GetProperty("allow").GetBoolean()));
    }

    [Fact]
    public void App_runs_on_flex_consumption_as_the_identity()
    {
        var flex = _default.App.GetProperty("properties").GetProperty("functionAppConfig");
        var package = flex.GetProperty("deployment").GetProperty("storage");

        Assert.Equal("FC1", _default.Single("Microsoft.Web/serverfarms").GetProperty("sku").GetProperty("name").GetString());
        Assert.Equal("UserAssigned", _default.App.GetProperty("identity").GetProperty("type").GetString());
        Assert.Equal("dotnet-isolated", flex.GetProperty("runtime").GetProperty("name").GetString());
        Assert.Equal("10.0", flex.GetProperty("runtime").GetProperty("version").GetString());
        Assert.Contains("'app-package'", package.GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Equal(_default.Identity, package.GetProperty("authentication").GetProperty("userAssignedIdentityResourceId").GetString());
    }

    [Fact]
    public void One_instance_is_kept_for_the_clock_unless_told_otherwise()
    {
        Assert.Equal("""[{"name":"durable","instanceCount":1}]""", AlwaysReady(_default));
        Assert.Equal("[]", AlwaysReady(deployment.WithOperator));
    }

    [Fact]
    public void Telemetry_is_taken_from_identities_only()
    {
        var properties = _default.Single("Microsoft.Insights/components").GetProperty("properties");

        Assert.True(properties.GetProperty("DisableLocalAuth").GetBoolean());
    }

    private static string AlwaysReady(Prediction prediction) => JsonSerializer.Serialize(prediction.App
        .GetProperty("properties").GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency").GetProperty("alwaysReady"));
}
