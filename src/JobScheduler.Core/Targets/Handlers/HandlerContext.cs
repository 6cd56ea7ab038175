using JobScheduler.Storage;

namespace JobScheduler.Targets.Handlers;

/// <summary>The context of a handler that runs in this process.</summary>
internal sealed class HandlerContext : JobContext
{
    private readonly IAttemptReport _report;

    private HandlerContext(IAttemptReport report, RawJson? state)
    {
        _report = report;
        SavedState = state;
    }

    public static HandlerContext Of(AttemptContext attempt, CancellationToken stopping) => new(attempt.Report, attempt.State)
    {
        RunId = attempt.RunId,
        Tenant = attempt.Tenant,
        JobId = attempt.JobId,
        JobVersion = attempt.JobVersion,
        Attempt = attempt.Attempt,
        Fence = attempt.Fence,
        NominalAt = attempt.NominalAt,
        Input = attempt.Input,
        Stopping = stopping,
    };

    public override void Log(string message, LogSeverity level = LogSeverity.Information) => _report.Log(level, message);

    public override void Report(double? share = null, string? message = null) => _report.Beat(share, message);

    protected override async Task KeepAsync(RawJson state, double? progress)
    {
        try
        {
            await _report.SaveAsync(state, progress);
        }
        catch (StorageException error)
        {
            throw new JobFailedException("storage", $"the state could not be saved: {error.Message}", inner: error);
        }
    }
}

/// <summary>The attempt in whose flow code runs, for what is not handed a context, such as a logging provider.</summary>
public static class HandlerScope
{
    private static readonly AsyncLocal<Holder?> Current = new();

    /// <summary>Where the running attempt reports; null outside of one.</summary>
    public static IAttemptReport? Report => Current.Value?.Report;

    /// <summary>Begins the flow of an attempt. When it is disposed of, what the handler has started and left behind is outside.</summary>
    internal static IDisposable Enter(IAttemptReport report)
    {
        var holder = new Holder { Report = report };
        Current.Value = holder;
        return holder;
    }

    private sealed class Holder : IDisposable
    {
        public IAttemptReport? Report { get; set; }

        public void Dispose() => Report = null;
    }
}
