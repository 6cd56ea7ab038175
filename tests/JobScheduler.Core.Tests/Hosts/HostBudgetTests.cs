using JobScheduler.Hosts;
using JobScheduler.Hosts.Permits;

namespace JobScheduler.Core.Tests.Hosts;

/// <summary>Calls at once, leased to processes.</summary>
public sealed class HostBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly TimeSpan Cover = TimeSpan.FromSeconds(120);

    [Fact]
    public void Grant_of_what_another_one_holds_is_refused_until_its_block_is_over()
    {
        var terms = new HostTerms(5, null, null);
        var first = HostBudget.Empty.Grant(terms, Ask("a", 0, 4), Start);
        Assert.Equal(4, first.Calls);
        var second = first.After.Grant(terms, Ask("b", 0, 4), Start.AddSeconds(1));
        Assert.Equal(1, second.Calls);
        Assert.Equal(5, second.After.CallsAt(Start.AddSeconds(1)));

        Assert.Equal(1, second.After.Grant(terms, Ask("b", 1, 4), Start.AddSeconds(119.999)).Calls);
        Assert.Equal(5, second.After.Grant(terms, Ask("b", 1, 4), Start.AddSeconds(120)).Calls);
    }

    [Fact]
    public void Grant_under_a_lowered_limit_leaves_what_is_under_way_and_adds_nothing()
    {
        var ten = HostBudget.Empty.Grant(new HostTerms(10, null, null), Ask("a", 0, 9), Start).After;
        var lowered = ten.Grant(new HostTerms(2, null, null), Ask("a", 9, 3), Start.AddSeconds(1));
        Assert.Equal(9, lowered.Calls);
        Assert.Equal(2, lowered.After.Grant(new HostTerms(2, null, null), Ask("a", 1, 3), Start.AddSeconds(2)).Calls);
    }

    [Fact]
    public void Grant_of_nothing_gives_the_block_back()
    {
        var terms = new HostTerms(5, null, null);
        var held = HostBudget.Empty.Grant(terms, Ask("a", 0, 5), Start).After;
        var given = held.Grant(terms, Ask("a", 0, 0), Start.AddSeconds(1)).After;
        Assert.Equal(5, given.Grant(terms, Ask("b", 0, 5), Start.AddSeconds(1)).Calls);
    }

    private static BudgetRequest Ask(string holder, int held, int wanted) => new(holder, 0, held, wanted, Cover);
}
