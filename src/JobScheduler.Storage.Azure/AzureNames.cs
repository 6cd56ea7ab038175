using System.Buffers;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// What the driver's table, queues and container are called in the account: all begin with the deployment's prefix, so that several
/// deployments can share an account. Triggers and infrastructure that name a queue follow the same rules.
/// </summary>
public sealed class AzureNames
{
    /// <summary>The prefix of a deployment that does not choose one.</summary>
    public const string DefaultPrefix = "jobscheduler";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private readonly string _prefix;

    /// <param name="prefix">See <see cref="IsPrefix"/>.</param>
    public AzureNames(string prefix)
    {
        _prefix = prefix;
        Table = prefix;
        Container = $"{prefix}-blobs";
    }

    /// <summary>The one table with all rows.</summary>
    public string Table { get; }

    /// <summary>The container with what is too large for a row.</summary>
    public string Container { get; }

    /// <summary>
    /// Whether a text can be a prefix: 3 to 20 of a-z and 0-9, beginning with a letter. Table names allow no dashes, and the rest of 63
    /// characters is left for the names of queues.
    /// </summary>
    public static bool IsPrefix(string text) => text.Length is >= 3 and <= 20 && char.IsAsciiLetterLower(text[0]) && IsPlain(text);

    /// <summary>Whether a text can be the name of a storage account: 3 to 24 of a-z and 0-9.</summary>
    public static bool IsAccount(string text) => text.Length is >= 3 and <= 24 && IsPlain(text);

    /// <summary>The account's name of a queue of the ports.</summary>
    public string Queue(string queue) => $"{_prefix}-{queue}";

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(Alphabet);

    /// <summary>
    /// The account's name of a blob. URL paths drop parts that are dots, and the service refuses parts that end with one, so a mark outside
    /// the alphabet of the ports is appended.
    /// </summary>
    public static string Blob(string name) =>
        name.Contains('.', StringComparison.Ordinal)
            ? string.Join('/', name.Split('/').Select(part => part.EndsWith('.') ? part + "!" : part))
            : name;
}
