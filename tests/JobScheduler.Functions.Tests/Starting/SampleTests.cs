using System.Text.Json;
using JobScheduler.TestKit;

namespace JobScheduler.Functions.Tests.Starting;

public sealed class SampleTests
{
    [Fact]
    public void Sample_has_every_setting_that_is_needed_and_a_key_that_must_be_replaced()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src/JobScheduler.Functions/local.settings.sample.json")));
        var values = sample.RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(value => value.Name.Replace("__", ":", StringComparison.Ordinal), value => value.Value.GetString());
        Assert.Equal("dotnet-isolated", values["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("true", values["AzureWebJobsDisableHomepage"]);
        Assert.Equal("UseDevelopmentStorage=true", values["AzureWebJobsStorage"]);

        using (var head = new Head(values))
        {
            Assert.Contains("Access:AdministratorKey", Assert.ThrowsAny<Exception>(head.Validate).Message, StringComparison.Ordinal);
        }

        values["Access:AdministratorKey"] = Head.Key;
        using var filledIn = new Head(values);
        filledIn.Validate();
    }
}
