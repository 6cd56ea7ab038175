using System.Text.Json;
using JobScheduler.Infra.Tests.Compiling;
using JobScheduler.TestKit;

namespace JobScheduler.Infra.Tests.Azd;

public class ParametersTests
{
    [Fact]
    public async Task Parameters_file_gives_every_parameter_and_no_other()
    {
        var declared = (await TemplateAsync()).GetProperty("parameters");

        Assert.Equal(
            declared.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal),
            Given().EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Value_is_a_variable_of_the_environment()
    {
        Assert.All(Given().EnumerateObject(), one =>
            Assert.Matches(@"^\$\{(AZURE|JOBSCHEDULER)_[A-Z_]+(=[A-Za-z]+)?\}$", one.Value.GetProperty("value").GetString()));
    }

    [Fact]
    public async Task Administrators_key_is_secure_required_and_as_long_as_the_app_asks()
    {
        var key = (await TemplateAsync()).GetProperty("parameters").GetProperty("administratorKey");

        Assert.Equal("securestring", key.GetProperty("type").GetString());
        Assert.False(key.TryGetProperty("defaultValue", out _));
        Assert.Equal(16, key.GetProperty("minLength").GetInt32());
        Assert.Equal(500, key.GetProperty("maxLength").GetInt32());
    }

    private static JsonElement Given() =>
        JsonDocument.Parse(Repository.Read("infra", "main.parameters.json")).RootElement.GetProperty("parameters");

    private static async Task<JsonElement> TemplateAsync() =>
        JsonDocument.Parse((await Bicep.RunAsync("build", "--no-restore", "--stdout", Bicep.Main)).Output).RootElement;
}
