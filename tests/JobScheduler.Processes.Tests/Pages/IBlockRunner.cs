using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>Runs the blocks of one language as a reader would.</summary>
internal interface IBlockRunner
{
    /// <summary>The runs that are still to end; not those that are due later.</summary>
    public const string Unended = "/api/v1/runs?state=queued&state=running&state=retrying";

    /// <summary>The word after the fence.</summary>
    string Language { get; }

    /// <summary>Runs the blocks in order, as one session. The administrator's key is where a reader of this language puts it.</summary>
    /// <returns>What each block printed; at its end is what a page may show of it.</returns>
    Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> blocks, StandaloneProcess server);
}
