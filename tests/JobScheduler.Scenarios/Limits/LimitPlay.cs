using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Limits;

/// <summary>A job with limits, and what becomes of its runs.</summary>
internal static class LimitPlay
{
    public const string Job = "limited";

    /// <summary>Plays a script in a world of one process, to its rest, and checks what must always hold.</summary>
    public static World Play(Func<World, Client, Task> script, WorldOptions? options = null)
    {
        var world = new World(options);
        var client = new Client(world);
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await script(world, client);
            await Oracles.RestAsync(world, TimeSpan.FromHours(2));
        });
        Oracles.Check(world, client.Accepted);
        return world;
    }

    public static JobDefinition Definition(Concurrency concurrency, string handler = ScriptedHandler.Ok) => new()
    {
        Target = new HandlerTarget { Name = handler },
        Concurrency = concurrency,
        Retry = new RetryPolicy { MaxAttempts = 1 },
    };

    /// <summary>Submits runs, some milliseconds apart, so that their order is known.</summary>
    public static async Task<List<string>> SubmitAsync(
        World world, Client client, int count, double seconds, Func<int, string>? more = null)
    {
        var runs = new List<string>();
        for (var i = 0; i < count; i++)
        {
            runs.Add(await client.AcceptAsync(Request(seconds, more?.Invoke(i))));
            await world.WaitAsync(TimeSpan.FromMilliseconds(20));
        }

        return runs;
    }

    public static RunRequest Request(double seconds, string? more = null) => new()
    {
        JobId = Job,
        Input = new RawJson(FormattableString.Invariant($$"""{"times":1,"seconds":{{seconds}}{{(more is null ? "" : "," + more)}}}""")),
    };

    /// <summary>The runs in the order in which they were submitted.</summary>
    public static List<RunRecord> Runs(World world, IEnumerable<string> ids) => [.. ids.Select(id => world.Watched.Runs["R~" + id])];

    /// <summary>States and reasons, counted from 1.</summary>
    public static string Story(World world, IEnumerable<string> ids) => string.Join(
        ", ", Runs(world, ids).Select((run, i) => $"{i + 1} {run.State.ToString().ToLowerInvariant()} {run.Reason}".TrimEnd()));

    /// <summary>The most executions at one instant.</summary>
    public static int MostAtOnce(World world, IReadOnlyCollection<string> ids)
    {
        var ends = Runs(world, ids).ToDictionary(run => run.Id, run => run.End!.At);
        var executions = world.Journal.Executions.Where(execution => ids.Contains(execution.Run)).ToList();
        return executions.Max(one => executions.Count(other => other.At <= one.At && ends[other.Run] > one.At));
    }
}
