namespace JobScheduler.Schedules.Forecast;

/// <summary>
/// What one request for upcoming fires may cost. Its work is arithmetic without a pause, so nothing else would end it: not a caller who has
/// left, and not the number of schedules.
/// </summary>
internal sealed class ForecastWork(TimeProvider time, CancellationToken cancellation)
{
    /// <summary>
    /// The most fires between now and the start of the forecast that are counted against <c>maxRuns</c>, over all its schedules; beyond
    /// that, the runs left count as enough.
    /// </summary>
    private const int MostCounted = 5_000;

    /// <summary>Schedules that are read for one page; more do not belong into memory at once.</summary>
    private const int MostRead = 100_000;

    /// <summary>A page that has something to show ends after this.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    /// <summary>A page that has nothing to show by then is refused.</summary>
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(10);

    private readonly Patience _long = new(time, Long);
    private readonly Patience _tooLong = new(time, TooLong);
    private int _counted;
    private int _read;

    /// <summary>Whether a page should end with what it has.</summary>
    public bool IsLong => _long.IsOver;

    /// <summary>Counts a fire; false: that were too many.</summary>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public bool TryCount()
    {
        ThrowIfLeft();
        return ++_counted <= MostCounted;
    }

    /// <summary>Called when schedules were read; from several shards at once.</summary>
    /// <exception cref="RefusalException">There are too many.</exception>
    public void Read(int schedules)
    {
        if (Interlocked.Add(ref _read, schedules) > MostRead)
        {
            throw RefusalException.Invalid("from", $"there are more than {MostRead} schedules; ask for the fires of single ones");
        }

        Open();
    }

    /// <summary>Called before a schedule is opened.</summary>
    /// <exception cref="RefusalException">There are so many schedules, or so costly ones, that a page cannot be filled in time.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public void Open()
    {
        ThrowIfLeft();
        if (_tooLong.IsOver)
        {
            throw RefusalException.Invalid(
                "from",
                $"the fires of so many schedules cannot be computed within {Duration.Format(TooLong)}; ask for those of single ones");
        }
    }

    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public void ThrowIfLeft() => cancellation.ThrowIfCancellationRequested();
}
