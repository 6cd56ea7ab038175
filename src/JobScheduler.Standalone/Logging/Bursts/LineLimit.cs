using JobScheduler.Execution;

namespace JobScheduler.Standalone.Logging.Bursts;

/// <summary>
/// Decides which lines a person can still read. Of a second in which more than <see cref="AttemptsShown"/> attempts end, the others are
/// counted, and one line says how they ended; the next second then begins without lines of its own, until one has no more than that again.
/// Of the same warning or error, <see cref="SameShown"/> are shown a second. Fatal ones always are.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="write">Takes the line about what was left out.</param>
internal sealed class LineLimit(TimeProvider time, Action<LogLevel, string> write) : IDisposable
{
    public const int AttemptsShown = 20;
    public const int SameShown = 5;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private SecondTally _tally = new();
    private ITimer? _end;
    private long _began;
    private bool _isBurst;

    /// <summary>Whether there is a limit for events of this kind. Cheap.</summary>
    public static bool Concerns(LogLevel level, string category, EventId id) =>
        level is LogLevel.Warning or LogLevel.Error || AttemptEvents.Contain(category, id.Id);

    /// <summary>Whether the event is shown; otherwise it is counted.</summary>
    public bool Admits(in LoggedEvent one)
    {
        lock (_lock)
        {
            if (_end is null)
            {
                Begin();
            }

            var attempts = one.IsOfAttempt ? _tally.CountAttempt(one) : 0;
            var shown = one.Level >= LogLevel.Warning
                ? _tally.CountSame(one) <= SameShown
                : !_isBurst && attempts <= AttemptsShown;
            if (!shown)
            {
                _tally.LeaveOut(one);
            }

            return shown;
        }
    }

    /// <summary>Ends the second early.</summary>
    public void Dispose() => End(goesOn: false);

    private void Begin()
    {
        _began = time.GetTimestamp();
        _end = time.CreateTimer(_ => End(goesOn: true), null, Second, Timeout.InfiniteTimeSpan);
    }

    private void End(bool goesOn)
    {
        SecondTally tally;
        TimeSpan elapsed;
        lock (_lock)
        {
            if (_end is null)
            {
                return;
            }

            (tally, _tally) = (_tally, new SecondTally());
            elapsed = time.GetElapsedTime(_began);
            _isBurst = tally.Attempts > AttemptsShown;
            _end.Dispose();
            _end = null;
            if (_isBurst && goesOn)
            {
                // At once, so that the seconds of a burst have no gap between them.
                Begin();
            }
        }

        // Not under the lock: the console makes writers wait when it is slow.
        if (tally.HasLeftOut)
        {
            write(tally.Level, tally.Describe(elapsed));
        }
    }
}
