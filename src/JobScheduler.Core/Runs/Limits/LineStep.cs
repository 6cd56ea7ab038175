using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>One move of a line on its way into a commit: what is decided for the runs at its head.</summary>
/// <param name="gate">The prefix of the gate's keys.</param>
/// <param name="view">What its rows show.</param>
/// <param name="runs">The runs at the head of the line, in order.</param>
/// <param name="mark">Unique; proves that the commit took effect.</param>
internal sealed class LineStep(string gate, LineView view, IReadOnlyList<OpenRun> runs, string mark)
{
    /// <summary>Grants of one commit, if each has four rows: token, slot, place in the message, run.</summary>
    public const int MostGrants = 24;

    /// <summary>Beside the grants: the gate's row, the owner's, the guard of a message, the alarm of the next line.</summary>
    private const int RowsForGrants = StorageLimits.OperationsPerCommit - 4;

    /// <summary>Ends of one commit, and marks on slots beside them.</summary>
    private const int MostEnds = 14;
    private const int MostMarks = 10;

    private readonly List<(OpenRun Run, RunEvent Happened, string Reason)> _ends = [];
    private readonly List<(OpenRun Run, DateTimeOffset At, Place Place)> _grants = [];
    private readonly List<string> _marks = [];
    private readonly List<string> _odd = [.. view.Line.Select(row => row.Key).Except(runs.Select(run => run.Token.Key)).Take(MostEnds)];
    private DateTimeOffset _usedUntil;

    /// <summary>Whether nothing can be done now.</summary>
    public bool IsNothing => _ends.Count + _grants.Count + _marks.Count + _odd.Count == 0;

    /// <summary>When the first one that is left can be granted its place by the passing of time alone; null: not known.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>The runs that the commit moves.</summary>
    public IEnumerable<string> Moved => _ends.Select(end => end.Run.Id).Concat(_grants.Select(grant => grant.Run.Id));

    /// <summary>The runs with a slot that are marked to be canceled for others, perhaps by somebody who has died since.</summary>
    public IEnumerable<string> GivenUp => view.Slots.Where(slot => slot.IsGivenUp).Select(slot => slot.Run);

    /// <summary>The gate's row was written by this step.</summary>
    public Proof Proof => Proof.HasText(Keys.GateRow(gate), GateRow.MarkColumn, mark);

    /// <summary>Decides what happens to the runs.</summary>
    public async Task DecideAsync(GateRow limit, DateTimeOffset now, DateTimeOffset seenAt, Dispatch dispatch)
    {
        var byId = runs.ToDictionary(run => run.Id, StringComparer.Ordinal);
        var decision = LineDecision.Of(limit, view.Slots, [.. runs.Select(InLineOf)], now, MostFitting());
        NextAt = decision.NextAt;
        _marks.AddRange(decision.Canceled.Take(MostMarks));
        _ends.AddRange(
            decision.Expired.Select(run => (byId[run], RunEvent.Expired, RunReasons.QueueTimeout))
                .Concat(decision.Skipped.Select(run => (byId[run], RunEvent.Skipped, RunReasons.Concurrency)))
                .Concat(decision.Dropped.Select(run => (byId[run], RunEvent.Canceled, RunReasons.Concurrency)))
                .Take(MostEnds - _odd.Count));
        _usedUntil = limit.UsedUntil;
        if (_ends.Count + _odd.Count > 0)
        {
            // Those that are left are decided about in the next step.
            return;
        }

        _usedUntil = decision.UsedUntil;
        foreach (var (id, at) in decision.Granted)
        {
            var run = byId[id];
            var place = run.Step.Alone || run.Step.Suspect ? Place.QueueAlone
                : await dispatch.ChooseAsync(run.Spec, CancellationToken.None);
            _grants.Add((run with { Step = run.Step with { SeenAt = seenAt } }, at, place));
        }
    }

    /// <summary>Everything under the ETag of the gate's row.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="skip">Rows to leave out.</param>
    public void Compose(CommitDraft draft, IReadOnlySet<string> skip)
    {
        var row = GateRow.WriteGrant(mark, _usedUntil);
        if (view.Row is null)
        {
            draft.Insert(Keys.GateRow(gate), row);
        }
        else
        {
            draft.Merge(view.Row.Key, row, view.Row.ETag);
        }

        _odd.ForEach(key => draft.Delete(key));
        _marks.ForEach(run => draft.Merge(Keys.LimitSlot(gate, run), TakenSlot.WriteGivenUp()));
        foreach (var (run, happened, reason) in _ends)
        {
            if (!IsOrphan(draft, run, skip))
            {
                RunMoves.EndWaiting(draft, run, happened, reason, skip);
            }
        }

        foreach (var (run, at, place) in _grants)
        {
            if (!IsOrphan(draft, run, skip))
            {
                Grant(draft, run, at, place, skip);
            }
        }
    }

    /// <summary>Whether a row that failed is one to leave out, and not a sign that others were faster.</summary>
    public bool IsOdd(string key) =>
        key != Keys.GateRow(gate) && Token.Read(key).Kind != TokenKind.Line && Keys.RunOfLimitSlot(gate, key) is null;

    /// <summary>How many of the first runs fit into the commit.</summary>
    private int MostFitting()
    {
        var rows = 0;
        var messages = new HashSet<(Priority, TargetClass)>();
        var lines = new HashSet<string>(StringComparer.Ordinal);

        // The first message has a guard, and the first line an alarm, that are counted already; runs of other versions of the job may have
        // another target, and those of other values another line.
        return runs.TakeWhile(run =>
        {
            rows += RowsOf(run);
            rows += Passage.Next(run.Spec, run.Step with { Passed = run.Step.Passed + 1 }) is { } next
                ? lines.Add(next.Gate) && lines.Count > 1 ? 1 : 0
                : messages.Add((run.Spec.Priority, run.Spec.Class)) && messages.Count > 1 ? 1 : 0;
            return rows <= RowsForGrants;
        }).Count();
    }

    /// <summary>One that is alone has a guard of its own; the next line may have an alarm for the end of its wait.</summary>
    private static int RowsOf(OpenRun run) => 4 + (run.Step.Alone || run.Step.Suspect || run.Spec.Timeouts.Queue is not null ? 1 : 0);

    private static InLine InLineOf(OpenRun run)
    {
        var limit = Passage.Next(run.Spec, run.Step);
        return new InLine(
            run.Id, run.Step.DueAt, run.Step.QueueDeadline(run.Spec), limit?.OnLimit ?? OnLimit.Queue, limit?.Cost ?? 1);
    }

    /// <summary>A place in the line without a run: edited by hand, or the run has been deleted after its retention.</summary>
    private static bool IsOrphan(CommitDraft draft, OpenRun run, IReadOnlySet<string> skip)
    {
        if (!skip.Contains(Keys.Run(run.Id)))
        {
            return false;
        }

        draft.Delete(run.Token);
        return true;
    }

    private void Grant(CommitDraft draft, OpenRun run, DateTimeOffset at, Place place, IReadOnlySet<string> skip)
    {
        var slot = Keys.LimitSlot(gate, run.Id);
        var isSlot = Passage.Next(run.Spec, run.Step)?.Kind != LimitKind.Rate;
        if (isSlot && !skip.Contains(slot) && !view.Slots.Any(taken => taken.Run == run.Id))
        {
            draft.Insert(slot, TakenSlot.Write(draft.Now));
        }

        RunMoves.Move(draft, run, run.Step with { Passed = run.Step.Passed + 1, DueAt = at }, place, skip);
    }
}
