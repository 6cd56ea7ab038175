namespace JobScheduler.Operations;

/// <summary>What operations do.</summary>
public static class OperationKinds
{
    public const string Redrive = "redrive";
    public const string Purge = "purge";
    public const string Cancel = "cancel";
    public const string Backfill = "backfill";
}
