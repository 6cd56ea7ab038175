using JobScheduler.DeadLetters;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>Lists and counts of runs, and lists of dead letters, with random filters, against the rows as they are.</summary>
public sealed class ListTests
{
    private const int Runs = 240;
    private static readonly string[] Jobs = ["a", "b"];
    private static readonly int[] Limits = [1, 2, 7, 40, 1000];

    [Fact]
    public void Filtered_pages_are_full_and_together_are_all_that_match()
    {
        var world = new World(new WorldOptions { Shards = 4 });
        world.Start();
        world.Run(async () =>
        {
            var client = new Client(world);
            var chance = new Random(20);
            await FillAsync(world, client, chance);
            var all = Rows(world);
            Assert.True(all.Select(run => run.State).Distinct().Count() >= 3);
            var full = 0;
            for (var i = 0; i < 150; i++)
            {
                var query = RandomQuery(chance, all);
                var limit = Limits[chance.Next(Limits.Length)];
                var pages = await PagesAsync(limit, request =>
                    client.AskAsync<RunLists, Page<RunRecord>>(lists => lists.ListAsync(Client.Tenant, query, request, default)));

                var matching = all.Where(run => Matches(run, query)).ToList();
                Assert.Equal(matching.Select(run => run.Id), pages.SelectMany(page => page).Select(run => run.Id));
                Assert.All(pages.SkipLast(1), page => Assert.Equal(limit, page.Count));
                full += pages.Count - 1;

                var counts = await client.AskAsync<RunCounter, RunCounts>(counter => counter.CountAsync(Client.Tenant, query, default));
                Assert.True(counts.Exact);
                Assert.Equal(
                    matching.CountBy(run => run.State).OrderBy(count => count.Key), counts.Counts.Where(count => count.Value > 0));
            }

            Assert.True(full > 100, "the filters leave hardly anything");
        });
    }

    [Fact]
    public void Dead_letters_of_one_job_fill_their_pages()
    {
        var world = new World(new WorldOptions { Shards = 4 });
        world.Start();
        world.Run(async () =>
        {
            var client = new Client(world);
            await FillAsync(world, client, new Random(21));
            var dead = Rows(world).Where(run => run.State == RunState.Failed && run.Spec.JobId == "a").Select(run => run.Id).ToHashSet();
            Assert.True(dead.Count > 10);
            foreach (var limit in Limits)
            {
                var pages = await PagesAsync(limit, request => client.AskAsync<DeadLetterBox, Page<DeadLetter>>(
                    box => box.ListAsync(Client.Tenant, new DeadLetterQuery("a"), request, default)));

                Assert.Equal(dead.Order(), pages.SelectMany(page => page).Select(letter => letter.RunId).Order());
                Assert.All(pages.SkipLast(1), page => Assert.Equal(limit, page.Count));
            }
        });
    }

    private static async Task FillAsync(World world, Client client, Random chance)
    {
        await world.WaitAsync(TimeSpan.FromSeconds(1));
        var once = new RetryPolicy { MaxAttempts = 1 };
        await client.PutJobAsync("a", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Broken }, Retry = once });
        await client.PutJobAsync(
            "b", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok }, Placement = Placement.Spread });
        for (var i = 0; i < Runs; i++)
        {
            var request = chance.Next(3) == 0
                ? Client.Request(ScriptedHandler.Ok)
                : new RunRequest { JobId = Jobs[chance.Next(2)] };
            var labels = new Dictionary<string, string> { ["color"] = chance.Next(8) == 0 ? "red" : "blue" };
            var after = TimeSpan.FromHours(chance.Next(1, 30));
            await client.AcceptAsync(request with { Labels = labels, After = chance.Next(2) == 0 ? after : null });
        }

        await world.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>All runs, in the order of lists.</summary>
    private static List<RunRecord> Rows(World world) =>
    [
        .. Enumerable.Range(0, 4).SelectMany(shard => world.Memory.Rows($"{shard:D2}"))
            .Where(row => row.Key.StartsWith("R~", StringComparison.Ordinal))
            .Select(row => RunColumns.TryRead(row)!)
            .OrderBy(run => run.Id[3..], StringComparer.Ordinal),
    ];

    private static RunQuery RandomQuery(Random chance, List<RunRecord> all)
    {
        var some = all[chance.Next(all.Count)];
        return new RunQuery
        {
            JobId = chance.Next(2) == 0 ? Jobs[chance.Next(2)] : null,
            States = [.. new[] { RunState.Scheduled, RunState.Succeeded, RunState.Failed }.Where(_ => chance.Next(3) == 0)],
            Labels = chance.Next(2) == 0 ? [new("color", chance.Next(2) == 0 ? "red" : "blue")] : [],
            From = chance.Next(4) == 0 ? some.Spec.DueAt : null,
            To = chance.Next(4) == 0 ? some.Spec.DueAt.AddHours(5) : null,
            EndedFrom = chance.Next(5) == 0 ? some.End?.At : null,
            EndedTo = chance.Next(5) == 0 ? some.End?.At : null,
        };
    }

    private static bool Matches(RunRecord run, RunQuery query) =>
        (query.JobId ?? run.Spec.JobId) == run.Spec.JobId
        && (query.States.Count == 0 || query.States.Contains(run.State))
        && query.Labels.All(label => run.Spec.Labels[label.Key] == label.Value)
        && !(run.Spec.DueAt < query.From)
        && !(run.Spec.DueAt >= query.To)
        && (query.EndedFrom is null || run.End?.At >= query.EndedFrom)
        && (query.EndedTo is null || run.End?.At < query.EndedTo);

    private static async Task<List<IReadOnlyList<T>>> PagesAsync<T>(int limit, Func<PageRequest, Task<Page<T>>> list)
    {
        var pages = new List<IReadOnlyList<T>>();
        var request = new PageRequest(limit);
        do
        {
            var page = await list(request);
            pages.Add(page.Items);
            request = request with { Continuation = page.Continuation };
        }
        while (request.Continuation is not null);

        return pages;
    }
}
