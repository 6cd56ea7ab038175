namespace JobScheduler.Shards;

/// <summary>The name of this process, in attempts, locks and logs.</summary>
/// <param name="Id">Machine name and a random part, or as configured.</param>
public sealed record NodeIdentity(string Id)
{
    /// <summary>A unique name.</summary>
    public static NodeIdentity Make(Entropy entropy) => new($"{Environment.MachineName}-{entropy.NextName()[..8]}");
}
