using JobScheduler.Gates;
using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>
/// The way of a run through its limits, in their order: what is narrower stays held while the wider is waited for. A run is in a message
/// only when it has passed all of them, so that executors never decide about limits.
/// </summary>
internal static class Passage
{
    /// <summary>The limit that the run has to pass next; null: it has passed all.</summary>
    public static RunLimit? Next(RunSpec spec, RunStep step) =>
        spec.Limits is { } limits && step.Passed < limits.Count ? limits[step.Passed] : null;

    /// <summary>The prefix of the keys of the gate of the run's group; null: it belongs to none.</summary>
    public static string? GroupOf(RunSpec spec) =>
        spec.Limits is [.., { Kind: LimitKind.Group } limit] ? Keys.GroupGate(spec.Tenant, limit.Gate) : null;

    /// <summary>The ticket of a run.</summary>
    public static Ticket TicketOf(OpenRun run, RunStep step) => new(
        GroupOf(run.Spec)!,
        step.Ticket!,
        run.Id,
        run.Spec.Priority,
        step.Suspect ? QueueNames.Suspect : QueueNames.Of(run.Spec.Priority));

    /// <summary>
    /// The commit kills a ticket: what the ticket holds in the gate's shard is released afterwards, by whoever commits; by the alarm, if
    /// that one dies.
    /// </summary>
    public static void Release(CommitDraft draft, OpenRun run, string batch)
    {
        var ticket = TicketOf(run, run.Step with { Ticket = batch });
        var alarm = ReleaseAlarm.KeyOf(ticket, draft.Now);
        draft.Insert(alarm, ticket.Write());
        draft.Tickets.Add(new TicketHint(ticket, alarm));
    }

    /// <summary>The prefix of the keys of a limit's gate.</summary>
    public static string GateOf(RunSpec spec, RunLimit limit) => new GateName(spec.Tenant, spec.JobId!, limit.Gate).Prefix;

    /// <summary>The slots that the run holds.</summary>
    public static IEnumerable<string> HeldGates(RunSpec spec, RunStep step) => (spec.Limits ?? [])
        .Take(step.Passed)
        .Where(limit => limit.Kind == LimitKind.Slots)
        .Select(limit => GateOf(spec, limit));

    /// <summary>
    /// Gives back the place of a group alone: while the run waits for its host, runs to other hosts can have it. What is narrower stays
    /// held. Source: GATES "Rates, host limits, circuits".
    /// </summary>
    public static RunStep GiveBackPlace(CommitDraft draft, OpenRun run, RunStep step)
    {
        if (run.Step.Ticket is not { } batch)
        {
            return step;
        }

        Release(draft, run, batch);
        return step with { Passed = run.Spec.Limits!.Count - 1, Ticket = null };
    }

    /// <summary>Gives back what the run holds; whoever waits for it goes on once the commit has taken effect.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="run">The run, with what it holds.</param>
    /// <param name="step">Its next step.</param>
    /// <param name="skip">Rows to leave out.</param>
    /// <returns>Its next step, which holds nothing.</returns>
    public static RunStep GiveBack(CommitDraft draft, OpenRun run, RunStep step, IReadOnlySet<string> skip)
    {
        foreach (var gate in HeldGates(run.Spec, run.Step))
        {
            var slot = Keys.LimitSlot(gate, run.Id);
            if (!skip.Contains(slot))
            {
                draft.Delete(slot);
            }

            draft.Lines.Add(new LineHint(gate, IsFreed: true));
        }

        if (run.Step.Ticket is { } batch)
        {
            Release(draft, run, batch);
        }

        return step with { Passed = 0, Ticket = null };
    }
}
