namespace JobScheduler.Hosting.Settings;

/// <summary>A section of the configuration that is read, strictly, by a <see cref="SectionBinder{TOptions}"/>.</summary>
/// <param name="Parent">The section that it is in; null: the root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">Its keys, from its name on.</param>
public sealed record KnownSection(string? Parent, string Name, IReadOnlyList<string> Keys)
{
    /// <summary>Its name from the root on.</summary>
    public string Path => Parent is null ? Name : $"{Parent}:{Name}";

    /// <summary>Its keys from the root on.</summary>
    public IEnumerable<string> Paths => Keys.Select(key => Parent is null ? key : $"{Parent}:{key}");
}

/// <summary>
/// The configuration as a whole, for what no single section can say: validators of these options are asked at the start, together with
/// those of all others, so that all faults are reported at once.
/// </summary>
public sealed class WholeConfiguration;
