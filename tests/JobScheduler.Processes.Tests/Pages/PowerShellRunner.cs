using System.Diagnostics;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>Blocks for PowerShell, with the key in $env:KEY. An error, or a variable that is not set, fails the test.</summary>
internal sealed class PowerShellRunner : IBlockRunner
{
    private const string Version = "7.6.9";
    private const string Strict = "$ErrorActionPreference = 'Stop'; Set-StrictMode -Version Latest\n";

    public string Language => "powershell";

    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> blocks, StandaloneProcess server)
    {
        var program = await DotnetTool.EnsureAsync("PowerShell", Version, "pwsh", TestContext.Current.CancellationToken);
        return await ScriptSession.RunAsync(
            "Write-Output",
            blocks,
            script => new ProcessStartInfo(program, ["-NoProfile", "-NonInteractive", "-Command", Strict + script])
            {
                // Colors would be in the output, and nobody has agreed to telemetry.
                Environment = { ["NO_COLOR"] = "1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
            });
    }
}
