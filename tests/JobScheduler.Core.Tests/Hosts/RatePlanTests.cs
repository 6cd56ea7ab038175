using CsCheck;
using JobScheduler.Hosts;
using JobScheduler.Hosts.Permits;

namespace JobScheduler.Core.Tests.Hosts;

/// <summary>The bucket that processes lease starts of calls from.</summary>
public sealed class RatePlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly Gen<(int Count, char Unit, int Burst)> Plans =
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 2].Select(unit => "smh"[unit]), Gen.Int[1, 200]);

    /// <summary>
    /// Against the worst that processes can do: they ask at any time for any number, and start each call at the last moment of its window
    /// or at the first.
    /// </summary>
    [Fact]
    public void In_any_interval_no_more_calls_start_than_rate_and_burst_allow() => Gen.Select(
        Plans, Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 50], Gen.Bool).List[1, 60]).Sample((plan, asks) =>
    {
        var rate = RatePlan.Of(new Rate(plan.Count, plan.Unit), plan.Burst);
        var terms = new HostTerms(null, rate, null);
        var (budget, now, calls) = (HostBudget.Empty, Start, new List<double>());
        foreach (var (wait, wanted, isLate) in asks)
        {
            now += TimeSpan.FromMilliseconds(wait);
            var grant = budget.Grant(terms, new BudgetRequest("p", wanted, 0, 0, TimeSpan.Zero), now);
            budget = grant.After;
            var at = now + (isLate ? rate.Window : TimeSpan.Zero);
            calls.AddRange(Enumerable.Repeat((at - Start).TotalSeconds, grant.Starts));
        }

        calls.Sort();
        var perSecond = plan.Count / (plan.Unit == 's' ? 1.0 : plan.Unit == 'm' ? 60 : 3600);
        var burst = Math.Max(plan.Burst, 1 + perSecond / 5);
        for (var first = 0; first < calls.Count; first++)
        {
            for (var last = first; last < calls.Count; last++)
            {
                Assert.True(last - first + 1 <= perSecond * (calls[last] - calls[first]) + burst + 1e-3);
            }
        }
    });

    [Fact]
    public void Whoever_waits_for_the_next_start_gets_it() => Plans.Sample(plan =>
    {
        var terms = new HostTerms(null, RatePlan.Of(new Rate(plan.Count, plan.Unit), plan.Burst), null);
        var all = HostBudget.Empty.Grant(terms, new BudgetRequest("p", 100_000, 0, 0, TimeSpan.Zero), Start);
        Assert.True(all.Starts >= 1);
        Assert.True(all.NextStart > Start);
        Assert.Equal(1, all.After.Grant(terms, new BudgetRequest("p", 1, 0, 0, TimeSpan.Zero), all.NextStart).Starts);
    });

    [Fact]
    public void Spent_by_a_clock_that_was_fast_is_forgiven_but_for_a_full_bucket()
    {
        var terms = new HostTerms(null, RatePlan.Of(new Rate(10, 's'), 20), null);
        var ahead = HostBudget.Empty.Grant(terms, new BudgetRequest("fast", 100, 0, 0, TimeSpan.Zero), Start.AddDays(300)).After;
        var grant = ahead.Grant(terms, new BudgetRequest("p", 1, 0, 0, TimeSpan.Zero), Start);
        Assert.Equal(0, grant.Starts);
        Assert.InRange(grant.NextStart - Start, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100.01));
    }
}
