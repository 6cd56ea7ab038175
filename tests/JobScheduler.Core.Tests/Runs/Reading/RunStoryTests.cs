using JobScheduler.Targets;

namespace JobScheduler.Runs;

public sealed class RunStoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);

    private static readonly AttemptRecord First = Attempt(1, 0, 10, AttemptOutcome.Failed) with
    {
        Error = new AttemptError("http:500", "example.com answered 500: oh no"),
        Answer = new TargetAnswer(500, TimeSpan.FromMilliseconds(35), "text/plain", 5),
        NextDelay = TimeSpan.FromSeconds(50),
    };

    [Fact]
    public void Of_retriedFailure_tellsStartAnswerAndWhatFollows() => Assert.Equal(
        [
            (0, LogSeverity.Information, "attempt 1 started on node-a"),
            (0, LogSeverity.Warning, "the target answered 500 after 35ms (text/plain, 5 bytes)"),
            (
                10,
                LogSeverity.Warning,
                "attempt 1 failed: http:500: example.com answered 500: oh no; next attempt at 2026-12-01T06:31:00.000Z"),
            (60, LogSeverity.Information, "attempt 2 started on node-a"),
        ],
        Told(Run(RunState.Running, 2), First, Attempt(2, 60)));

    [Fact]
    public void Of_lastFailure_endsWithTheDeadLetter() => Assert.Equal(
        (10, LogSeverity.Error, "the run failed and is a dead letter: attemptsUsedUp"),
        Told(Run(RunState.Failed, 1, 10, RunReasons.AttemptsUsedUp), First with { NextDelay = null })[^1]);

    [Fact]
    public void Of_successOfAHandler_tellsItsStartAlone() => Assert.Equal(
        [(0, LogSeverity.Information, "attempt 1 started on node-a")],
        Told(Run(RunState.Succeeded, 1, 10), Attempt(1, 0, 10, AttemptOutcome.Succeeded)));

    [Theory]
    [InlineData(AttemptOutcome.Succeeded, AttemptFinish.ByApi, null, "attempt 1 completed by callback")]
    [InlineData(AttemptOutcome.Failed, AttemptFinish.ByApi, "disk: full", "attempt 1 failed by callback: disk: full")]
    [InlineData(AttemptOutcome.TimedOut, AttemptFinish.ByExecutor, "timeout: ran longer", "attempt 1 timed out: timeout: ran longer")]
    [InlineData(AttemptOutcome.Lost, AttemptFinish.ByClock, "lost: no sign of life", "attempt 1 was lost: lost: no sign of life")]
    [InlineData(AttemptOutcome.HandedBack, AttemptFinish.ByExecutor, null, "attempt 1 was handed back, because its process was stopping")]
    [InlineData(AttemptOutcome.HandedBack, AttemptFinish.ByExecutor, "cutOff: no lease", "attempt 1 was handed back: cutOff: no lease")]
    [InlineData(AttemptOutcome.Canceled, AttemptFinish.ByExecutor, "canceled: now", "attempt 1 was canceled: canceled: now")]
    public void Of_anyEnd_saysWhy(AttemptOutcome outcome, string by, string? error, string message)
    {
        var parts = error?.Split(": ", 2);
        var attempt = Attempt(1, 0, 10, outcome) with { By = by, Error = parts is null ? null : new AttemptError(parts[0], parts[1]) };
        Assert.Equal((10, message), Told(Run(RunState.Queued, 1), attempt).Select(line => (line.Second, line.Message)).Last());
    }

    [Fact]
    public void Of_canceledAttempt_tellsWhoAskedBeforeItsEnd() => Assert.Equal(
        [
            "attempt 1 started on node-a", "cancellation requested by ann", "attempt 1 was canceled", "the run was canceled",
        ],
        Told(
            Run(RunState.Canceled, 1, 10, RunReasons.Canceled) with { Cancel = new RunCancel(Start.AddSeconds(11), "ann") },
            Attempt(1, 0, 10, AttemptOutcome.Canceled)).Select(line => line.Message));

    [Fact]
    public void Of_runCanceledWhileItWaits_tellsWhoAskedAfterItsAttempts() => Assert.Equal(
        ["cancellation requested by ann", "the run was canceled"],
        Told(
            Run(RunState.Canceled, 1, 20, RunReasons.Canceled) with { Cancel = new RunCancel(Start.AddSeconds(20), "ann") }, First)
            .Select(line => line.Message).TakeLast(2));

    [Theory]
    [InlineData(RunState.Expired, RunReasons.QueueTimeout, "the run expired: queueTimeout")]
    [InlineData(RunState.Skipped, RunReasons.Overlap, "the run was skipped: overlap")]
    [InlineData(RunState.Canceled, RunReasons.JobDeleted, "the run was canceled: jobDeleted")]
    public void Of_runThatNeverStarted_saysWhy(RunState state, string reason, string message) =>
        Assert.Equal([message], Told(Run(state, 0, 5, reason)).Select(line => line.Message));

    [Fact]
    public void Of_everyStateOfALife_onlyAppends()
    {
        // What a reader has passed must not move: each state of this life begins with what the one before it told.
        var cancel = new RunCancel(Start.AddSeconds(70), "ann");
        (RunRecord Run, AttemptRecord[] Attempts)[] life =
        [
            (Run(RunState.Queued, 0), []),
            (Run(RunState.Running, 1), [Attempt(1, 0)]),
            (Run(RunState.Retrying, 1), [First]),
            (Run(RunState.Running, 2), [First, Attempt(2, 60)]),
            (Run(RunState.Running, 2) with { Cancel = cancel }, [First, Attempt(2, 60)]),
            (
                Run(RunState.Canceled, 2, 65, RunReasons.Canceled) with { Cancel = cancel },
                [First, Attempt(2, 60, 65, AttemptOutcome.Canceled)]),
        ];
        for (var at = 1; at < life.Length; at++)
        {
            var before = RunStory.Of(life[at - 1].Run, life[at - 1].Attempts).ToList();
            var after = RunStory.Of(life[at].Run, life[at].Attempts).ToList();
            Assert.Equal(before, after.Take(before.Count));
            Assert.Equal(after.OrderBy(told => told.Place), after);
            Assert.All(before, told => Assert.InRange(told.Place, 0, RunStory.LastOf(life[at - 1].Run)));
            Assert.All(after.Skip(before.Count), told => Assert.True(told.Place > RunStory.LastOf(life[at - 1].Run)));
        }
    }

    /// <summary>Who has passed everything that there can be yet reads no attempts.</summary>
    [Fact]
    public void Of_everyStateOfALife_withoutAttempts_tellsNothingThatComesEarlierThanTheRest()
    {
        var cancel = new RunCancel(Start.AddSeconds(70), "ann");
        RunRecord[] life =
        [
            Run(RunState.Running, 1), Run(RunState.Retrying, 1), Run(RunState.Running, 2) with { Cancel = cancel },
            Run(RunState.Queued, 2) with { Cancel = cancel },
        ];
        foreach (var run in life)
        {
            Assert.All(RunStory.Of(run, []), told => Assert.True(
                run.State != RunState.Running && told.Place > RunStory.LastOf(run), $"{run.State}: {told.Line.Message}"));
        }
    }

    [Fact]
    public void Page_afterACancelWhileRunning_goesOnWithTheEndOfTheAttempt()
    {
        var running = Run(RunState.Running, 1) with { Cancel = new RunCancel(Start.AddSeconds(5), "ann") };
        var first = StoryPage.Of(running, [Attempt(1, 0)], LogPosition.Of(0), [], 0, isAll: true);
        var second = StoryPage.Of(running, [], LogPosition.Of(first.Next), [], 0, isAll: true);
        var ended = running with
        {
            State = RunState.Canceled,
            Reason = RunReasons.Canceled,
            End = new RunEnd(Start.AddSeconds(10), null, null),
        };
        var third = StoryPage.Of(
            ended, [Attempt(1, 0, 10, AttemptOutcome.Canceled)], LogPosition.Of(second.Next), [], 0, isAll: true);
        Assert.Equal(
            ["attempt 1 started on node-a", "cancellation requested by ann", "attempt 1 was canceled", "the run was canceled"],
            first.Items.Concat(second.Items).Concat(third.Items).Select(line => line.Message));
    }

    [Fact]
    public void Page_linesAndWhatIsTold_areOneSequenceWhereverAReaderPauses()
    {
        var run = Run(RunState.Canceled, 2, 65, RunReasons.Canceled) with { Cancel = new RunCancel(Start.AddSeconds(62), "ann") };
        AttemptRecord[] attempts = [First, Attempt(2, 60, 65, AttemptOutcome.Canceled)];
        LogLine[] written = [Line(1, 1, "a"), Line(2, 1, "b"), Line(61, 2, "c"), Line(63, 2, "d"), Line(200, 2, "e"), Line(66, 1, "late")];
        var all = StoryPage.Of(run, attempts, LogPosition.Of(0), written, written.Length, isAll: true);
        Assert.Equal(
            [
                "attempt 1 started on node-a", "a", "b", "the target answered 500 after 35ms (text/plain, 5 bytes)",
                "attempt 1 failed: http:500: example.com answered 500: oh no; next attempt at 2026-12-01T06:31:00.000Z",
                "attempt 2 started on node-a", "c", "cancellation requested by ann", "d", "e", "late", "attempt 2 was canceled",
                "the run was canceled",
            ],
            all.Items.Select(line => line.Message));
        Assert.True(all.Complete);

        // Two readers that pause after any number of lines, one of which also sees the run while it is still at its first attempt.
        for (var pause = 0; pause < written.Length; pause++)
        {
            var some = StoryPage.Of(run, attempts, LogPosition.Of(0), written[..pause], pause, isAll: false);
            Assert.False(some.Complete);
            var rest = StoryPage.Of(run, attempts, LogPosition.Of(some.Next), written[pause..], written.Length, isAll: true);
            Assert.Equal(all.Items, some.Items.Concat(rest.Items));
            Assert.Equal((all.Next, true), (rest.Next, rest.Complete));
        }

        var early = StoryPage.Of(Run(RunState.Running, 1), [Attempt(1, 0)], LogPosition.Of(0), written[..1], 1, isAll: true);
        var later = StoryPage.Of(run, attempts, LogPosition.Of(early.Next), written[1..], written.Length, isAll: true);
        Assert.Equal(all.Items, early.Items.Concat(later.Items));
        Assert.Empty(StoryPage.Of(run, [], LogPosition.Of(all.Next), [], written.Length, isAll: true).Items);
    }

    [Theory]
    [InlineData(-1, 0L)]
    [InlineData(7, 4_294_967_295L)]
    [InlineData(1_000_000, 12L)]
    public void Position_isANumberThatEveryClientReads(int place, long bytes)
    {
        var number = new LogPosition(place, bytes).ToNumber();
        Assert.InRange(number, 0, (1L << 53) - 1);
        Assert.Equal(new LogPosition(place, bytes), LogPosition.Of(number));
    }

    [Theory]
    [InlineData(2_097_150, 4_294_967_295L, 2_097_150, 4_294_967_295L)]
    [InlineData(2_097_151, 12L, 2_097_150, 12L)]
    [InlineData(int.MaxValue, 12L, 2_097_150, 12L)]
    [InlineData(7, 4_294_967_296L, 7, 4_294_967_295L)]
    [InlineData(-1, long.MaxValue, -1, 4_294_967_295L)]
    public void Position_beyondWhatFits_isTheLastThatDoes(int place, long bytes, int lastPlace, long lastByte)
    {
        var number = new LogPosition(place, bytes).ToNumber();
        Assert.InRange(number, 0, (1L << 53) - 1);
        Assert.Equal(new LogPosition(lastPlace, lastByte), LogPosition.Of(number));
    }

    [Fact]
    public void Page_placesBeyondTheLast_areNotToldAtEachPoll()
    {
        // Eight places for each attempt: the last attempt with all its places below 2^21 - 1 is 262,142.
        var run = Run(RunState.Running, 262_145);
        AttemptRecord[] attempts = [Attempt(262_142, 0), Attempt(262_145, 60)];
        var page = StoryPage.Of(run, attempts, LogPosition.Of(0), [], 0, isAll: true);
        Assert.Equal(["attempt 262142 started on node-a"], page.Items.Select(line => line.Message));
        Assert.Empty(StoryPage.Of(run, attempts, LogPosition.Of(page.Next), [], 0, isAll: true).Items);
    }

    [Fact]
    public void Page_linesBeyondTheLastByte_areNotToldAtEachPoll()
    {
        var run = Run(RunState.Succeeded, 1, 5);
        LogLine[] written = [Line(1, 1, "a")];
        var page = StoryPage.Of(run, [], new LogPosition(14, 4_294_967_290L), written, 4_294_967_400L, isAll: false);
        Assert.Equal(written, page.Items);
        Assert.False(page.Complete);
        page = StoryPage.Of(run, [], LogPosition.Of(page.Next), written, 4_295_000_000L, isAll: false);
        Assert.Empty(page.Items);
        Assert.True(page.Complete);
    }

    private static List<(int Second, LogSeverity Level, string Message)> Told(RunRecord run, params AttemptRecord[] attempts) =>
        [.. RunStory.Of(run, attempts).Select(told =>
            ((int)(told.Line.At - Start).TotalSeconds, told.Line.Level, told.Line.Message))];

    private static LogLine Line(int second, int attempt, string message) =>
        new(Start.AddSeconds(second), attempt, LogSeverity.Information, message);

    private static AttemptRecord Attempt(int number, int from, int? to = null, AttemptOutcome? outcome = null) => new()
    {
        Number = number,
        Fence = number,
        ClaimId = $"claim-{number}",
        Node = "node-a",
        StartedAt = Start.AddSeconds(from),
        EndedAt = to is { } second ? Start.AddSeconds(second) : null,
        Outcome = outcome,
        By = AttemptFinish.ByExecutor,
    };

    private static RunRecord Run(RunState state, int attempt, int? ended = null, string? reason = null) => new()
    {
        Id = "03-0123",
        Spec = new RunSpec { Tenant = "default", CreatedBy = "me" },
        State = state,
        Attempt = attempt,
        Reason = reason,
        End = ended is { } second ? new RunEnd(Start.AddSeconds(second), null, null) : null,
    };
}
