using JobScheduler.Storage.Azure;

namespace JobScheduler.Functions.Starting;

/// <summary>What the triggers take from the application's settings by themselves.</summary>
internal sealed class TriggerOptions
{
    public const string Key = ConnectionKeys.Prefix;

    /// <summary>Begins the names of the queues. The driver has a default for it, and triggers know none.</summary>
    public string? Prefix { get; set; }
}
