using System.Diagnostics;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>Runs blocks as one script, with the administrator's key in the variable KEY, and takes apart what it prints.</summary>
internal static class ScriptSession
{
    private const string Mark = "@@ end of block";

    /// <param name="print">The command that prints its argument, an apostrophed text.</param>
    /// <param name="blocks">In order.</param>
    /// <param name="start">What runs a script.</param>
    /// <param name="before">A command before each block; null: none.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string print, IReadOnlyList<string> blocks, Func<string, ProcessStartInfo> start, string? before = null)
    {
        var process = start(string.Join($"\n{print} '{Mark}'\n", blocks.Select(block => $"{before}\n{block}")));
        process.Environment["KEY"] = StandaloneProcess.Key;
        var ended = await ChildProcess.RunAsync(process, TestContext.Current.CancellationToken);
        Assert.True(ended.Code == 0, $"{process.FileName} ended with {ended.Code}: {ended.Errors}\n{ended.Output}");
        return ended.Output.Split(Mark);
    }
}
