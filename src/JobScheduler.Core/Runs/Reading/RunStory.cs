using System.Globalization;

namespace JobScheduler.Runs;

/// <summary>
/// What the scheduler tells of a run in its log, from the rows of the run and its attempts: so a line of it costs no call when an attempt
/// runs, and every way an attempt can end is in it. Pure.
/// </summary>
/// <remarks>
/// Each thing to tell has a place that never changes, eight for each attempt, in the order in which they happen. A reader remembers the
/// last one. Only a late result has a place that may have been passed when it comes; followers do not see it then.
/// </remarks>
internal static class RunStory
{
    private const int PlacesPerAttempt = 8;
    private const int Started = 0;
    private const int CancelWhileRunning = 1;
    private const int Answered = 2;
    private const int AttemptEnded = 3;
    private const int Late = 4;
    private const int CancelWhileWaiting = 5;
    private const int RunEnded = 6;

    /// <summary>The attempt to which a place belongs.</summary>
    public static int AttemptOf(int place) => Math.Max(place, 0) / PlacesPerAttempt;

    /// <summary>The last place at which there may be something by now.</summary>
    public static int LastOf(RunRecord run) => (run.Attempt * PlacesPerAttempt) + run.State switch
    {
        _ when run.State.IsTerminal() => RunEnded,
        RunState.Running => run.Cancel is null ? Started : CancelWhileRunning,
        _ => Late,
    };

    /// <summary>What there is to tell, in order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="attempts">Its attempts, the last ones at least.</param>
    public static IEnumerable<(int Place, LogLine Line)> Of(RunRecord run, IReadOnlyList<AttemptRecord> attempts)
    {
        foreach (var attempt in attempts)
        {
            foreach (var (place, at, level, message) in OfAttempt(run, attempt))
            {
                yield return ((attempt.Number * PlacesPerAttempt) + place, new LogLine(at, attempt.Number, level, message));
            }
        }

        foreach (var (place, at, level, message) in AfterAttempts(run, attempts))
        {
            yield return ((run.Attempt * PlacesPerAttempt) + place, new LogLine(at, run.Attempt, level, message));
        }
    }

    /// <summary>
    /// Whether a line that an attempt has written comes before something told. Lines belong between the start of their attempt and what
    /// ended it, whatever the clocks of different machines say.
    /// </summary>
    public static bool IsBefore(LogLine written, (int Place, LogLine Line) told) =>
        written.Attempt < AttemptOf(told.Place)
        || (written.Attempt == AttemptOf(told.Place)
            && (told.Place % PlacesPerAttempt) switch
            {
                Started => false,
                CancelWhileRunning => written.At <= told.Line.At,
                _ => true,
            });

    private static IEnumerable<(int Place, DateTimeOffset At, LogSeverity Level, string Message)> OfAttempt(
        RunRecord run, AttemptRecord attempt)
    {
        // Of the claim, so that the line is the same before and after the end.
        yield return (
            Started,
            attempt.ClaimedAt ?? attempt.StartedAt,
            LogSeverity.Information,
            $"attempt {attempt.Number} started on {attempt.Node}");
        if (run.Cancel is { } cancel && IsLastOf(run, attempt))
        {
            yield return (CancelWhileRunning, cancel.At, LogSeverity.Information, $"cancellation requested by {cancel.By}");
        }

        if (attempt.EndedAt is not { } ended)
        {
            yield break;
        }

        if (attempt.Answer is { } answer)
        {
            var level = attempt.Outcome == AttemptOutcome.Succeeded ? LogSeverity.Information : LogSeverity.Warning;
            yield return (Answered, attempt.StartedAt + answer.Took, level, $"the target {AnswerText.Of(answer)}");
        }

        if (AttemptEnding.Of(attempt, ended) is { } ending)
        {
            yield return (AttemptEnded, ended, ending.Level, ending.Message);
        }

        if (attempt.Late is { } late)
        {
            var outcome = EnumText.Format(late.Outcome);
            yield return (
                Late,
                late.At,
                LogSeverity.Warning,
                $"attempt {attempt.Number} reported '{outcome}' after it had been given up; that was refused");
        }
    }

    private static IEnumerable<(int Place, DateTimeOffset At, LogSeverity Level, string Message)> AfterAttempts(
        RunRecord run, IReadOnlyList<AttemptRecord> attempts)
    {
        // Of a run that is running it was told with its attempt, which a reader who has passed it does not read again.
        if (run is { State: not RunState.Running, Cancel: { } cancel } && !attempts.Any(attempt => IsLastOf(run, attempt)))
        {
            yield return (CancelWhileWaiting, cancel.At, LogSeverity.Information, $"cancellation requested by {cancel.By}");
        }

        if (run.End is not { } end)
        {
            yield break;
        }

        var reason = run.Reason is null ? "" : $": {run.Reason}";
        (LogSeverity Level, string Message)? last = run.State switch
        {
            RunState.Failed => (LogSeverity.Error, $"the run failed and is a dead letter{reason}"),
            RunState.Canceled => (LogSeverity.Information, $"the run was canceled{(run.Reason == RunReasons.Canceled ? "" : reason)}"),
            RunState.Expired => (LogSeverity.Warning, $"the run expired{reason}"),
            RunState.Skipped => (LogSeverity.Information, $"the run was skipped{reason}"),
            _ => null,
        };
        if (last is { } said)
        {
            yield return (RunEnded, end.At, said.Level, said.Message);
        }
    }

    /// <summary>
    /// Whether the attempt is running, or the run ended with it: a cancel that finds an attempt running ends the run with that. The time of
    /// the cancel would tell less, because it may be by another machine's clock.
    /// </summary>
    private static bool IsLastOf(RunRecord run, AttemptRecord attempt) =>
        attempt.Number == run.Attempt && (attempt.EndedAt is null || attempt.EndedAt == run.End?.At);
}

/// <summary>How an attempt ended, in words.</summary>
internal static class AttemptEnding
{
    /// <summary>Null: it succeeded, which needs no words where its executor wrote the end.</summary>
    public static (LogSeverity Level, string Message)? Of(AttemptRecord attempt, DateTimeOffset ended)
    {
        var name = $"attempt {attempt.Number}";
        var byCallback = attempt.By == AttemptFinish.ByApi ? " by callback" : "";
        var error = attempt.Error is null ? ""
            : attempt.Error.Message.Length == 0 ? $": {attempt.Error.Type}"
            : $": {attempt.Error.Type}: {attempt.Error.Message}";
        var next = attempt.NextDelay is not { } delay ? ""
            : delay < DateTimeOffset.MaxValue - ended ? $"; next attempt at {Timestamp.Format(ended + delay)}"
            : "";
        return attempt.Outcome switch
        {
            AttemptOutcome.Succeeded when byCallback.Length > 0 => (LogSeverity.Information, $"{name} completed by callback"),
            AttemptOutcome.Failed => (LogSeverity.Warning, $"{name} failed{byCallback}{error}{next}"),
            AttemptOutcome.TimedOut => (LogSeverity.Warning, $"{name} timed out{error}{next}"),
            AttemptOutcome.Canceled => (LogSeverity.Information, $"{name} was canceled{error}"),
            AttemptOutcome.Lost => (LogSeverity.Warning, $"{name} was lost{error}{next}"),
            AttemptOutcome.HandedBack when attempt.Error is null =>
                (LogSeverity.Information, $"{name} was handed back, because its process was stopping{next}"),
            AttemptOutcome.HandedBack => (LogSeverity.Warning, $"{name} was handed back{error}{next}"),
            _ => null,
        };
    }
}

/// <summary>The answer of a target, in words.</summary>
internal static class AnswerText
{
    /// <summary>Such as <c>answered 500 after 35ms (text/plain, 12 bytes)</c>.</summary>
    public static string Of(Targets.TargetAnswer answer)
    {
        string?[] about =
        [
            answer.ContentType,
            answer.Length is { } length ? string.Create(CultureInfo.InvariantCulture, $"{length} bytes") : null,
        ];
        var known = string.Join(", ", about.OfType<string>());
        var took = answer.Took < TimeSpan.FromMilliseconds(1) ? "less than 1ms" : Duration.Format(answer.Took);
        return string.Create(
            CultureInfo.InvariantCulture, $"answered {answer.Status} after {took}{(known.Length == 0 ? "" : $" ({known})")}");
    }
}
