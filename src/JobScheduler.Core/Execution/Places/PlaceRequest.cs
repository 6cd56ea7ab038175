namespace JobScheduler.Execution;

/// <summary>One run that waits for a place.</summary>
/// <param name="key">On whose account.</param>
internal sealed class PlaceRequest(PlaceKey key)
{
    public PlaceKey Key { get; } = key;
}
