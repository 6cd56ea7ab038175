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

    public static HandlerContext Of(AttemptContext attempt) => new(attempt.Report, attempt.State)
    {
        RunId = attempt.RunId,
        Tenant = attempt.Tenant,
        JobId = attempt.JobId,
        JobVersion = attempt.JobVersion,
        Attempt = attempt.Attempt,
        Fence = attempt.Fence,
        NominalAt = attempt.NominalAt,
        Input = attempt.Input,
        Stopping = attempt.Stopping,
    };

    public override void Log(string message, LogSeverity level = LogSeverity.Information) => _report.Log(level, message);

    public override void Report(double? share = null, string? message = null) => _report.Beat(share, message);

    protected override Task KeepAsync(RawJson state, double? progress) => _report.SaveAsync(state, progress);
}

/// <summary>The attempt in whose flow code runs, for what is not handed a context, such as a logging provider.</summary>
public static class HandlerScope
{
    private static readonly AsyncLocal<IAttemptReport?> Current = new();

    /// <summary>Where the running attempt reports; null outside of one.</summary>
    public static IAttemptReport? Report => Current.Value;

    /// <summary>Begins the flow of an attempt; it ends with the asynchronous method that calls this.</summary>
    internal static void Enter(IAttemptReport report) => Current.Value = report;
}
