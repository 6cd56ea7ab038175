namespace JobScheduler;

/// <summary>Lines that a target adds to the log of its run.</summary>
public sealed record LogReport
{
    public const int MostLines = 1000;

    /// <summary>The attempt's fence, from the header JobScheduler-Fence.</summary>
    public required long Fence { get; init; }

    /// <summary>1 to 1,000 lines, in order.</summary>
    public required IReadOnlyList<ReportedLine> Lines { get; init; }
}

/// <summary>A line that a target adds.</summary>
public sealed record ReportedLine
{
    /// <summary>When it was written; null: now. Times before the attempt or after now are moved to them.</summary>
    public DateTimeOffset? At { get; init; }

    public LogSeverity Level { get; init; } = LogSeverity.Information;

    /// <summary>What is beyond 8,192 characters is cut off.</summary>
    public required string Message { get; init; }
}

/// <summary>The answer to lines of a log.</summary>
/// <param name="Kept">How many lines are in the log.</param>
/// <param name="Dropped">How many are not: the log of an attempt holds 1 MiB.</param>
public sealed record LogAnswer(int Kept, int Dropped);
