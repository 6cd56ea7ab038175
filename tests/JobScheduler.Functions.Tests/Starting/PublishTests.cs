using System.Diagnostics;

namespace JobScheduler.Functions.Tests.Starting;

public sealed class PublishTests
{
    [Fact]
    public async Task Publishing_against_the_declarations_is_refused()
    {
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Repository.PathOf("src/JobScheduler.Functions"), "-p:FunctionsSdk=contracts", "--no-restore", "--no-build"])
        {
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, publish.ExitCode);
        Assert.Contains("cannot be published against tests/FunctionsContracts", said, StringComparison.Ordinal);
    }
}
