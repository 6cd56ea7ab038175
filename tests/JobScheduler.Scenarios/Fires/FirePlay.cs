using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Fires;

/// <summary>A world with one job and one schedule, watched from its first fire until everything is at rest.</summary>
internal static class FirePlay
{
    public const string Job = "job";
    public const string Name = "s";

    public static void Play(World world, Func<Client, Task> script)
    {
        if (world.Processes.Count == 0)
        {
            world.Start();
        }

        var client = new Client(world);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await script(client);
            await Oracles.RestAsync(world, TimeSpan.FromHours(3));
        });
        Oracles.Check(world, client.Accepted);
    }

    public static async Task PutAsync(
        Client client, ScheduleDefinition definition, double seconds = 0, string handler = ScriptedHandler.Ok, Timeouts? timeouts = null)
    {
        var input = new RawJson(FormattableString.Invariant($$"""{"seconds":{{seconds}}}"""));
        await client.PutJobAsync(
            Job, new JobDefinition { Target = new HandlerTarget { Name = handler }, Input = input, Timeouts = timeouts ?? new Timeouts() });
        await client.PutScheduleAsync(Job, Name, definition);
    }

    public static ScheduleDefinition Minutely(OverlapRule overlap) =>
        new() { Spec = new CronSpec { Cron = "* * * * *" }, Policy = new SchedulePolicy { Overlap = overlap } };

    /// <summary>In the order of their nominal times.</summary>
    public static List<RunRecord> Runs(World world) => [.. world.Watched.Runs.Values.OrderBy(run => run.Spec.NominalAt)];

    /// <summary>What became of each fire, in the order of their nominal times: its minute, its state, why.</summary>
    public static string Story(World world) =>
        string.Join(
            ", ",
            from run in Runs(world)
            let reason = run.Reason is null or "" ? "" : " " + run.Reason
            select $"{run.Spec.NominalAt.Minute} {run.State.ToString().ToLowerInvariant()}{reason}");

    /// <summary>Each run that was started was so at its nominal time.</summary>
    public static void StartedOnTime(World world) =>
        Assert.All(
            Runs(world).Where(run => run.Claim is not null),
            run => Assert.InRange(run.Claim!.At - run.Spec.NominalAt, TimeSpan.Zero, TimeSpan.FromMilliseconds(100)));
}
