using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Hosts;

/// <summary>How often a host is called by all processes together.</summary>
public sealed class RateTests
{
    // Clocks that differ by this much let pass what the rate lets pass in it.
    private static readonly TimeSpan Skew = TimeSpan.FromMilliseconds(500);

    public static TheoryData<int, string, int> Rates
    {
        get
        {
            var rates = new TheoryData<int, string, int>();
            for (var seed = 1; seed <= 4; seed++)
            {
                rates.Add(seed, "50/s", 100);
                rates.Add(seed, "10/s", 10);
                rates.Add(seed, "2/s", 1);
                rates.Add(seed, "60/m", 5);
            }

            return rates;
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void In_any_interval_no_more_calls_start_than_rate_and_burst_allow(int seed, string rate, int burst)
    {
        var host = new HostWorld(new WorldOptions { Shards = 4, Seed = seed, Shuffles = true, Distance = TimeSpan.FromMilliseconds(15) });
        Assert.True(Rate.TryParse(rate, out var limit));
        var runs = (int)(limit.PerSecond * 12) + burst;
        for (var i = 0; i < 3; i++)
        {
            host.World.Start().Clock.Skew = i * Skew / 2;
        }

        host.World.Run(async () =>
        {
            await host.PutAsync(new HostDefinition { Rate = limit, Burst = burst });
            await host.World.WaitAsync(TimeSpan.FromSeconds(6));
            var accepted = await host.SubmitAsync(runs);
            await host.World.WaitAsync(TimeSpan.FromSeconds(4));

            // One stands still for longer than any window, and goes on; another one dies.
            var frozen = host.World.Processes[1];
            frozen.Context.Freeze();
            await host.World.WaitAsync(TimeSpan.FromSeconds(5));
            frozen.Context.Thaw();
            host.World.Kill(host.World.Processes[2]);
            foreach (var run in accepted)
            {
                Assert.Equal(RunState.Succeeded, (await host.Client.UntilEndedAsync(run, TimeSpan.FromMinutes(10))).State);
            }
        });
        Assert.Equal(runs, host.Calls.Select(call => call.Run).Distinct().Count());
        CheckIntervals(host.Calls, limit.PerSecond, Math.Max(burst, 1 + 0.2 * limit.PerSecond));
    }

    /// <summary>From each call to each later one no more start than the rate lets pass in that time, and the burst.</summary>
    private static void CheckIntervals(List<HostCall> calls, double perSecond, double burst)
    {
        var at = calls.Select(call => call.At).Order().ToList();
        for (var first = 0; first < at.Count; first++)
        {
            for (var last = first; last < at.Count; last++)
            {
                var allowed = perSecond * (at[last] - at[first] + Skew).TotalSeconds + burst;
                if (last - first + 1 > allowed + 1e-6)
                {
                    Assert.Fail($"{last - first + 1} calls from {at[first]:O} to {at[last]:O}, allowed are {allowed}");
                }
            }
        }
    }
}
