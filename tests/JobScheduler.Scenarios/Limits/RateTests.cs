namespace JobScheduler.Scenarios.Limits;

/// <summary>A job's rate: when attempts start.</summary>
public sealed class RateTests
{
    [Fact]
    public void Attempts_start_as_far_apart_as_the_rate_says_after_the_burst()
    {
        var starts = Starts(new JobRate { Limit = new Rate(10, 's'), Burst = 5 }, 60, _ => null);

        // Five at once, then one each 100 ms.
        Assert.All(starts.Take(5), start => Assert.InRange(start, TimeSpan.Zero, TimeSpan.FromMilliseconds(200)));
        Assert.All(
            starts.Skip(5).Zip(starts.Skip(6)),
            pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(150)));
        Assert.InRange(starts[^1], TimeSpan.FromSeconds(5.4), TimeSpan.FromSeconds(5.8));
    }

    [Fact]
    public void Slow_rate_starts_one_after_the_other_on_time()
    {
        var starts = Starts(new JobRate { Limit = new Rate(60, 'h'), Burst = 1 }, 4, _ => null);

        Assert.All(
            starts.Zip(starts.Skip(1)),
            pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(59.9), TimeSpan.FromSeconds(60.1)));
    }

    [Fact]
    public void Run_counts_as_many_starts_as_its_cost()
    {
        var rate = new JobRate { Limit = new Rate(1, 's'), Burst = 4, Cost = "/units" };
        var starts = Starts(rate, 5, i => $"\"units\":{(i == 0 ? 4 : 2)}");

        Assert.All(
            starts.Zip(starts.Skip(1)),
            pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2.1)));
    }

    [Fact]
    public void Each_value_of_a_key_has_the_rate_by_itself()
    {
        var rate = new JobRate { Limit = new Rate(1, 's'), Burst = 1, Key = "/customer" };
        var starts = Starts(rate, 20, i => $"\"customer\":{i % 10}");

        Assert.Equal(10, starts.Count(start => start < TimeSpan.FromMilliseconds(400)));
        Assert.All(starts.Skip(10), start => Assert.InRange(start, TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(1.4)));
    }

    /// <summary>After the first one, in order.</summary>
    private static List<TimeSpan> Starts(JobRate rate, int count, Func<int, string?> more)
    {
        var world = LimitPlay.Play(async (_, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency()) with { Rate = rate });
            await client.AcceptAsync(LimitPlay.Request(0, more(0)));
            await client.AcceptManyAsync([.. Enumerable.Range(1, count - 1).Select(i => LimitPlay.Request(0, more(i)))]);
        });
        Assert.Equal(count, world.Journal.Executions.Count);
        var starts = world.Journal.Executions.Select(execution => execution.At).Order().ToList();
        return starts.ConvertAll(start => start - starts[0]);
    }
}
