using System.Diagnostics;
using JobScheduler.Infra.Tests.Compiling;
using JobScheduler.TestKit;

namespace JobScheduler.Infra.Tests.Azd;

/// <summary>The script that makes the key, with a stand-in for azd that writes its arguments down.</summary>
public sealed class AdministratorKeyHookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hook-").FullName;

    private string Calls => Path.Combine(_folder, "calls");

    [Fact]
    public async Task Environment_without_a_key_gets_one_of_256_bits_that_is_not_printed()
    {
        var first = await RunAsync(key: "");
        var second = await RunAsync(key: "");

        var calls = await File.ReadAllLinesAsync(Calls, TestContext.Current.CancellationToken);
        Assert.All(calls, call => Assert.Matches("^env set JOBSCHEDULER_ADMINISTRATOR_KEY [0-9a-f]{64}$", call));
        Assert.Equal(2, calls.Distinct().Count());
        Assert.DoesNotContain(calls[0].Split(' ')[^1], first.Output + first.Errors, StringComparison.Ordinal);
        Assert.Equal(0, first.Code);
        Assert.Equal(0, second.Code);
    }

    [Theory]
    [InlineData("a-key-of-my-own-0123")]
    [InlineData("akvs://subscription/vault/secret")]
    public async Task Key_that_is_there_stays(string key)
    {
        var ended = await RunAsync(key);

        Assert.Equal(0, ended.Code);
        Assert.False(File.Exists(Calls));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<Ended> RunAsync(string key)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for sh.");
        var azd = Path.Combine(_folder, "azd");
        await File.WriteAllTextAsync(azd, $"#!/bin/sh\necho \"$@\" >> '{Calls}'\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(azd, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var script = Path.Combine(Bicep.Folder, "hooks", "administrator-key.sh");
        var start = new ProcessStartInfo(script)
        {
            WorkingDirectory = Repository.Root,
            Environment =
            {
                ["PATH"] = _folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
                ["JOBSCHEDULER_ADMINISTRATOR_KEY"] = key,
            },
        };
        return await ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
    }
}
