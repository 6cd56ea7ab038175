using JobScheduler.Runs;

namespace JobScheduler.Core.Tests.Runs.State;

public sealed class RunTransitionsTests
{
    [Fact]
    public void Next_of_a_terminal_state_is_none()
    {
        foreach (var state in EnumText.Values<RunState>().Where(state => state.IsTerminal()))
        {
            Assert.All(Enum.GetValues<RunEvent>(), happened => Assert.Null(RunTransitions.Next(state, happened)));
        }
    }

    [Fact]
    public void Next_reaches_every_state_from_an_accepted_run()
    {
        var reached = new HashSet<RunState> { RunState.Scheduled };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(
                reached.SelectMany(state => Enum.GetValues<RunEvent>().Select(happened => RunTransitions.Next(state, happened)))
                    .OfType<RunState>()
                    .ToList());
        }

        Assert.Equal(EnumText.Values<RunState>(), reached.Order());
    }

    [Fact]
    public void After_impossible_event_throws() =>
        Assert.Throws<InvalidOperationException>(() => RunTransitions.After(RunState.Scheduled, RunEvent.Claimed));
}
