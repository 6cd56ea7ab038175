using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>Blocks for a POSIX shell, with the key in $KEY. A command that fails, or a variable that is not set, fails the test.</summary>
internal sealed class ShellRunner : IBlockRunner
{
    public string Language => "sh";

    public Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> blocks, StandaloneProcess server) =>
        ScriptSession.RunAsync("echo", blocks, script => new("bash", ["-eu", "-c", script]));
}
