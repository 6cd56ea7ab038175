using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>Why targets may not reach an address.</summary>
/// <param name="Address">Without its zone.</param>
/// <param name="Kind">What it is, such as <c>loopback</c>.</param>
/// <param name="Opening">The entries of the setting that would open it, all of them needed; empty: none can.</param>
public sealed record AddressRefusal(IPAddress Address, string Kind, IReadOnlyList<string> Opening)
{
    /// <summary>The kind that no setting opens.</summary>
    public const string Metadata = "cloud metadata";

    /// <summary>The setting that opens ranges.</summary>
    public const string Setting = $"{TargetOptions.Section}:{nameof(TargetOptions.AllowedPrivateRanges)}";

    /// <summary>For an address that the caller has named: what it is, and what opens it.</summary>
    public string OfLiteral() => $"{Address} is {Article} {Kind} address, which targets may not reach; {Remedy(Opening)}";

    /// <summary>
    /// For a name: what it resolves to inside the network is not told to the caller, and neither is whether a setting could open it.
    /// </summary>
    public static string OfName(string host) =>
        $"{host} resolves to an address that targets may not reach; the scheduler's log says which, and the setting {Setting} can allow "
        + "private ranges";

    /// <summary>For a name that means this machine everywhere: there is nothing to hide about it.</summary>
    public static string OfLocalhost(string host, int port) =>
        $"{host} is this machine, which targets may not reach; "
        + Remedy([AllowedRange.Opening(IPAddress.Loopback, port), AllowedRange.Opening(IPAddress.IPv6Loopback, port)]);

    /// <summary>By sound: "an IPv4-mapped", "an unspecified", but "a unique local".</summary>
    private string Article => Kind.StartsWith('I') || Kind.StartsWith("un", StringComparison.Ordinal) && Kind[2] != 'i' ? "an" : "a";

    private static string Remedy(IReadOnlyList<string> opening) => opening.Count == 0
        ? "no setting allows it"
        : $"to allow it, add {string.Join(',', opening)} to the setting {Setting} "
            + $"(on the command line: --{Setting} {Quoted(string.Join(',', opening))})";

    /// <summary>Shells read brackets as a pattern of file names.</summary>
    private static string Quoted(string ranges) => ranges.Contains('[', StringComparison.Ordinal) ? $"'{ranges}'" : ranges;
}

/// <summary>A host leads to an address that targets may not reach. Ends the attempt as <c>refused</c>.</summary>
/// <param name="host">As the target named it.</param>
/// <param name="port">The port of the URL.</param>
/// <param name="refusal">For the operator's log only, unless the host is the address.</param>
public sealed class AddressRefusedException(string host, int port, AddressRefusal refusal)
    : Exception(MessageOf(host, port, refusal))
{
    public string Host { get; } = host;

    public AddressRefusal Refusal { get; } = refusal;

    private static string MessageOf(string host, int port, AddressRefusal refusal) =>
        IPAddress.TryParse(host, out _) ? refusal.OfLiteral()
        : HostRule.IsLocalhost(host) ? AddressRefusal.OfLocalhost(host, port)
        : AddressRefusal.OfName(host);
}
