using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>
/// Blocks for a POSIX shell, with the key in $KEY. A command that fails, or a variable that is not set, fails the test. Before each block
/// the runs of the ones before have ended, as they have for somebody who reads on in between.
/// </summary>
internal sealed class ShellRunner : IBlockRunner
{
    public string Language => "sh";

    public Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> blocks, StandaloneProcess server) =>
        ScriptSession.RunAsync("echo", blocks, script => new("bash", ["-eu", "-c", script]), UntilEnded(server.Address));

    private static string UntilEnded(Uri server) =>
        $"""
        until curl -sS -H "X-Api-Key: $KEY" '{new Uri(server, IBlockRunner.Unended)}' | grep -q '"items":\[\]'; do sleep 0.1; done
        """;
}
