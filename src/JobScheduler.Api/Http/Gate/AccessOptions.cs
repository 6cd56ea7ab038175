namespace JobScheduler.Api.Http;

/// <summary>Configuration section <see cref="Section"/>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>The shortest key that starts: 16 characters.</summary>
    public const int ShortestKey = 16;

    /// <summary>The longest: 500 characters.</summary>
    public const int LongestKey = 500;

    /// <summary>
    /// The key of the one administrator: 16 to 500 printable ASCII characters without spaces. There is no default; without one, or its
    /// hash, the host does not start.
    /// </summary>
    public string? AdministratorKey { get; set; }

    /// <summary>
    /// Instead of the key: its SHA-256 as 64 hexadecimal digits, for a head that made a random key and kept no more than this. Not
    /// read when <see cref="AdministratorKey"/> is set.
    /// </summary>
    public string? AdministratorKeyHash { get; set; }
}
