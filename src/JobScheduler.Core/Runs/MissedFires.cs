namespace JobScheduler.Runs;

/// <summary>Fires that one record stands for.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The nominal time of the earliest.</param>
/// <param name="Last">The nominal time of the latest.</param>
public sealed record MissedFires(int Count, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>Both together; either may be null.</summary>
    public static MissedFires? Join(MissedFires? earlier, MissedFires? later) =>
        earlier is null ? later
        : later is null ? earlier
        : new MissedFires(earlier.Count + later.Count, earlier.First, later.Last);

    /// <summary>One more, later than all before.</summary>
    public static MissedFires And(MissedFires? earlier, DateTimeOffset nominal) =>
        new((earlier?.Count ?? 0) + 1, earlier?.First ?? nominal, nominal);
}
