namespace JobScheduler.Client.Tests.Stubs;

/// <summary>Always the same share, and keys that count.</summary>
internal sealed class FixedChance(double share = 0) : Chance
{
    private int _keys;

    public override double NextShare() => share;

    public override string NextKey() => $"key-{++_keys}";
}
