namespace JobScheduler.Scenarios.Simulation;

/// <summary>Chance that is the same for the same seed.</summary>
internal sealed class SeededEntropy(int seed) : Entropy
{
    private readonly Random _random = new(seed);

    public override void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
