using JobScheduler.Shards;

namespace JobScheduler.Gates;

/// <summary>
/// The gate of a limit: where runs of a job wait for a place. Its rows begin with <see cref="Prefix"/>: the gate's own row, its slots, its
/// line.
/// </summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Job">The job.</param>
/// <param name="Name">Unique within the job; begins with a character that no id has.</param>
public readonly record struct GateName(string Tenant, string Job, string Name)
{
    /// <summary>The name of the gate of a job's limit of runs at once.</summary>
    public const string Slots = "|max";

    /// <summary>The name of the gate of a job's rate.</summary>
    public const string Rate = "|rate";

    private const char KeySeparator = '|';

    /// <summary>Whether it is the gate of a limit; otherwise that of an overlap rule.</summary>
    public bool IsLimit => Name.StartsWith(KeySeparator);

    /// <summary>The prefix of its keys.</summary>
    public string Prefix => Keys.GatePrefix(Tenant, Job, Name);

    /// <summary>The gate whose row has the limit: that of the job, where each value of a key has a gate by itself.</summary>
    public GateName Limit => Name.LastIndexOf(KeySeparator) is > 0 and var at ? this with { Name = Name[..at] } : this;

    /// <summary>The name of the gate of one value of a key.</summary>
    public static string OfValue(string name, string hash) => $"{name}{KeySeparator}{hash}";

    /// <summary>The gate of a prefix of keys.</summary>
    public static GateName Read(string prefix)
    {
        var parts = prefix.Split('~');
        return new GateName(parts[1], parts[2], parts[3]);
    }
}
