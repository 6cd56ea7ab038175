using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Where a run that is not running waits.</summary>
public enum Place
{
    /// <summary>In a message, which others may share.</summary>
    Queue,

    /// <summary>In a message of its own.</summary>
    QueueAlone,

    /// <summary>In the backlog, because the queue is full.</summary>
    Backlog,

    /// <summary>In no queue, because its job is paused; asked again after 1, 2, 4 … 60 minutes.</summary>
    Paused,

    /// <summary>Until its due time.</summary>
    Start,

    /// <summary>At its gate, to be judged or in its queue; asked again after 1, 2, 4 … 60 minutes.</summary>
    Gate,

    /// <summary>In the line at the gate of a limit.</summary>
    Line,

    /// <summary>In a message that is sent when a gate in another shard grants the place.</summary>
    Ticket,

    /// <summary>In the line of its target host.</summary>
    HostLine,
}

/// <summary>Puts a waiting run into its place: writes the token, and returns what the row of the run then holds.</summary>
public static class RunPlaces
{
    /// <summary>Runs that are due within this time are dispatched at once; later ones get an alarm.</summary>
    public static readonly TimeSpan Lookahead = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs that are due close together are dispatched together: with 30 s of lookahead a second does not matter, but a tick for each
    /// millisecond would.
    /// </summary>
    public static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Where a run really waits that is meant for a place: one that has not passed its limits goes where it can pass them, when it is due.
    /// </summary>
    public static Place Of(RunSpec spec, RunStep step, Place place, DateTimeOffset now) =>
        place is Place.Queue or Place.QueueAlone or Place.Backlog && Passage.Next(spec, step) is not null
            ? step.DueAt > now && step.Passed == 0 ? Place.Start
                : Passage.Next(spec, step)!.Kind == LimitKind.Group ? Place.Ticket
                : Place.Line
            : place;

    /// <summary>Inserts the token.</summary>
    /// <returns>State, token and times for the row of the run.</returns>
    public static Columns Put(CommitDraft draft, OpenRun run, RunStep step, Place place)
    {
        var real = Of(run.Spec, step, place, draft.Now);
        var columns = Write(draft, run, real == place ? step : step with { Alone = place == Place.QueueAlone }, real);
        columns.Add(RunColumns.Passed, run.Spec.Limits is null ? null : (ColumnValue?)(ColumnValue)(long)step.Passed);
        if (real != Place.Ticket && Passage.GroupOf(run.Spec) is not null)
        {
            columns.Add(RunColumns.Ticket, step.Ticket ?? "");
        }

        return columns;
    }

    private static Columns Write(CommitDraft draft, OpenRun run, RunStep step, Place place) => place switch
    {
        Place.Queue => InQueue(draft, run, step, alone: false),
        Place.QueueAlone => InQueue(draft, run, step, alone: true),
        Place.Backlog => InBacklog(draft, run, step),
        Place.Paused => AtPause(draft, run, step),
        Place.Start => AtAlarm(draft, run, step),
        Place.Gate => AtGate(draft, run, step),
        Place.Line => InLine(draft, run, step),
        Place.Ticket => InBatch(draft, run, step),
        Place.HostLine => InHostLine(draft, run, step),
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "unknown place"),
    };

    private static Columns InQueue(CommitDraft draft, OpenRun run, RunStep step, bool alone)
    {
        var queue = step.Suspect ? QueueNames.Suspect : QueueNames.Of(run.Spec.Priority);
        var message = draft.PlaceInMessage(
            queue, run.Spec.Class.Name, step.DueAt, alone || step.Suspect, step.QueueDeadline(run.Spec));
        var token = Token.InMessage(message.Id, run.Id);
        draft.Insert(token, run.ToToken(step with { Guard = message.GuardKey, Waits = 0 }));
        return new Columns
        {
            { RunColumns.State, nameof(RunState.Queued) },
            { RunColumns.Token, token },
            { RunColumns.Dispatched, (ColumnValue)draft.Now },
            { RunColumns.RetryAt, RetryAt(step) },
        };
    }

    private static Columns InBacklog(CommitDraft draft, OpenRun run, RunStep step)
    {
        var token = Token.InBacklog(run.Spec.Priority, run.Spec.Tenant, run.Spec.BacklogLine, step.DueAt, run.Id);
        draft.Insert(token, run.ToToken(step with { Guard = null, Waits = 0 }));

        // Admission looks at the head of the backlog only, and while queues are full at nothing.
        SetExpiry(draft, run, step, token);
        return Queued(token, step);
    }

    /// <summary>The line moves when a place becomes free; its alarm is the fallback.</summary>
    private static Columns InLine(CommitDraft draft, OpenRun run, RunStep step)
    {
        var gate = Passage.GateOf(run.Spec, Passage.Next(run.Spec, step)!);
        var token = Token.InLine(gate, step.DueAt, run.Id);
        draft.Insert(token, run.ToToken(step with { Guard = null, Waits = 0 }));
        TurnAlarm.Set(draft, gate);
        SetExpiry(draft, run, step, token);
        draft.Lines.Add(new LineHint(gate, IsFreed: false));
        return Queued(token, step);
    }

    private static Columns InBatch(CommitDraft draft, OpenRun run, RunStep step)
    {
        if (step.Ticket is not null)
        {
            // Of a token that was lost: the ticket is dead.
            Passage.Release(draft, run, step.Ticket);
        }

        var batch = draft.PlaceInBatch(Passage.GroupOf(run.Spec)!);
        if (batch.Runs == 1)
        {
            draft.Insert(BatchAlarm.KeyOf(batch.Id, draft.Now + CommitDraft.GuardDelay), BatchAlarm.Write(batch.Gate, batch.Id, rings: 0));
        }

        var token = Token.InMessage(batch.Id, run.Id);
        step = step with { Guard = null, Waits = 0, Ticket = batch.Id };
        draft.Insert(token, run.ToToken(step));
        SetExpiry(draft, run, step, token);
        draft.Tickets.Add(new TicketHint(Passage.TicketOf(run, step), null));
        return Queued(token, step).Merge(new Columns { { RunColumns.Ticket, batch.Id } });
    }

    private static void SetExpiry(CommitDraft draft, OpenRun run, RunStep step, Token token)
    {
        if (step.QueueDeadline(run.Spec) is { } limit)
        {
            draft.Insert(BacklogLimit.KeyOf(run.Id, limit, draft.Now), BacklogLimit.Write(token));
        }
    }

    private static Columns InHostLine(CommitDraft draft, OpenRun run, RunStep step)
    {
        var token = Token.InHostLine(run.Spec.Tenant, run.Spec.Class.Host!, step.DueAt, run.Id);
        draft.Insert(token, run.ToToken(step with { Guard = null, Waits = step.Waits + 1 }));
        if (step.QueueDeadline(run.Spec) is { } limit)
        {
            // The line is looked at when its host is free, not when a run in it has waited for long enough.
            draft.Insert(BacklogLimit.KeyOf(run.Id, limit, draft.Now), BacklogLimit.Write(token));
        }

        return Queued(token, step);
    }

    private static Columns AtPause(CommitDraft draft, OpenRun run, RunStep step)
    {
        var token = Token.AtAlarm(TokenKind.Pause, NextAsking(draft, run, step), run.Id);
        draft.Insert(token, run.ToToken(step with { Guard = null, SeenAt = null, Waits = step.Waits + 1 }));
        return Queued(token, step);
    }

    /// <summary>A run that arrives is judged at once; one in the queue of the gate has a row there besides its token.</summary>
    private static Columns AtGate(CommitDraft draft, OpenRun run, RunStep step)
    {
        var token = Token.AtAlarm(TokenKind.Gate, step.Arrives ? draft.Now : NextAsking(draft, run, step), run.Id);
        draft.Insert(token, run.ToToken(step with { Guard = null, SeenAt = null, Waits = step.Arrives ? 0 : step.Waits + 1 }));
        return Queued(token, step);
    }

    /// <summary>At the latest when the queue timeout ends, to the millisecond.</summary>
    private static DateTimeOffset NextAsking(CommitDraft draft, OpenRun run, RunStep step)
    {
        var act = draft.Now + GuardRow.Interval(step.Waits);
        return step.QueueDeadline(run.Spec) is not { } deadline || deadline >= act ? act : deadline > draft.Now ? deadline : draft.Now;
    }

    private static Columns AtAlarm(CommitDraft draft, OpenRun run, RunStep step)
    {
        var token = run.Spec.Limits is null
            ? Token.AtAlarm(TokenKind.Start, step.DueAt - Lookahead, run.Id)
            : Token.AtAlarm(TokenKind.Arrival, step.DueAt, run.Id);
        draft.Insert(token, run.ToToken(step with { Guard = null, Waits = 0 }));
        return new Columns
        {
            { RunColumns.State, step.Attempt == 0 ? nameof(RunState.Scheduled) : nameof(RunState.Retrying) },
            { RunColumns.Token, token },
            { RunColumns.RetryAt, RetryAt(step) },
        };
    }

    private static Columns Queued(Token token, RunStep step) =>
        new() { { RunColumns.State, nameof(RunState.Queued) }, { RunColumns.Token, token }, { RunColumns.RetryAt, RetryAt(step) } };

    /// <summary>Written anew with each place, as that of the attempt before would be misleading; null: stays as it is.</summary>
    private static ColumnValue? RetryAt(RunStep step) => step.Attempt == 0 ? null : step.DueAt;
}

/// <summary>Chooses where a run that could be executed waits: in a queue while that has room, otherwise in the backlog.</summary>
public sealed class Dispatch(DispatchGauge gauge)
{
    /// <summary>For a run that is due and whose job is not paused.</summary>
    public async ValueTask<Place> ChooseAsync(RunSpec spec, CancellationToken cancellation) =>
        await gauge.TryPlaceAsync(QueueNames.Of(spec.Priority), spec.Class.Name, cancellation) ? Place.Queue : Place.Backlog;

    /// <summary>For any run that has not started.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="due">When its next attempt may start.</param>
    /// <param name="horizon">Runs that are due by then are dispatched now.</param>
    /// <param name="isPaused">Whether its job is paused.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async ValueTask<Place> ChooseAsync(
        RunSpec spec, DateTimeOffset due, DateTimeOffset horizon, bool isPaused, CancellationToken cancellation) =>
        due > horizon ? Place.Start
        : isPaused ? Place.Paused
        : await ChooseAsync(spec, cancellation);
}
