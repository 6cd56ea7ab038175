namespace JobScheduler.Standalone.Starting;

/// <summary>The start is refused for reasons that the person who started it can change.</summary>
internal sealed class StartFaultException(IReadOnlyList<string> faults) : Exception(string.Join("; ", faults))
{
    public StartFaultException(string fault)
        : this([fault])
    {
    }

    /// <summary>Each a sentence.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
