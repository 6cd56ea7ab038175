namespace JobScheduler.Standalone.Arguments;

/// <summary>A command: what to do instead of running the server.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Folder">The folder of the backup; empty while it has not been read.</param>
internal sealed record Verb(string Name, string Folder = "")
{
    public const string Backup = "backup";
    public const string Restore = "restore";

    public static IReadOnlyList<string> Names { get; } = [Backup, Restore];

    public bool IsComplete => !string.IsNullOrWhiteSpace(Folder);

    /// <summary>Reads an argument that is no option: the name of a command, then its folder.</summary>
    /// <returns>The command as far as it has been read; null if the argument is not part of one.</returns>
    public static Verb? Next(Verb? verb, string argument) =>
        argument.StartsWith('-') ? null
        : verb is null ? (Names.Contains(argument) ? new(argument) : null)
        : verb.IsComplete ? null
        : verb with { Folder = argument };
}
