namespace JobScheduler.Api.Http;

/// <summary>How large and how deep a request may be.</summary>
public static class BodyLimits
{
    /// <summary>256 KiB.</summary>
    public const int Usual = 256 * 1024;

    /// <summary>1 MiB, of which a run's input is nearly all.</summary>
    public const int Run = 1024 * 1024;

    /// <summary>16 MiB.</summary>
    public const int Bulk = 16 * 1024 * 1024;

    /// <summary>Items of one bulk request.</summary>
    public const int BulkItems = 1000;

    /// <summary>Objects and arrays inside each other.</summary>
    public const int Depth = 32;
}
