using JobScheduler.Runs;

namespace JobScheduler.Execution;

/// <summary>What an attempt has reported of its progress, and whether that is stored yet.</summary>
internal sealed class AttemptProgress
{
    private readonly Lock _lock = new();
    private RunProgress? _latest;
    private bool _isNews;

    /// <summary>Whether something was reported that no renewal has stored.</summary>
    public bool IsNews
    {
        get
        {
            lock (_lock)
            {
                return _isNews;
            }
        }
    }

    /// <summary>Takes a report; what it leaves out stays as it was.</summary>
    public void Report(double? share, string? message, DateTimeOffset at)
    {
        lock (_lock)
        {
            _latest = RunProgress.After(_latest, share, message, at);
            _isNews = true;
        }
    }

    /// <returns>What the next renewal has to store; null: nothing new.</returns>
    public RunProgress? Take()
    {
        lock (_lock)
        {
            var news = _isNews ? _latest : null;
            _isNews = false;
            return news;
        }
    }

    /// <summary>What was taken could not be stored.</summary>
    public void GiveBack(RunProgress? news)
    {
        lock (_lock)
        {
            _isNews |= news is not null;
        }
    }

    /// <summary>What the attempt leaves behind: its last report; null if there was none.</summary>
    public RunProgress? AtEnd(AttemptOutcome outcome)
    {
        lock (_lock)
        {
            return _latest?.AtEnd(outcome);
        }
    }
}
