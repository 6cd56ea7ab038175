using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JobScheduler.Targets;

/// <summary>
/// What runs have in common whose work waits for the same: for HTTP the host, for handlers this process. Runs of different classes never
/// share a message, so that a host that hangs holds up no others.
/// </summary>
/// <param name="Host">
/// The host of an HTTP target, in lower case, with its port behind an underscore if that is not the usual one; null: a handler.
/// </param>
public readonly record struct TargetClass(string? Host)
{
    /// <summary>Longer names would leave too little of a key to what else is in it.</summary>
    private const int LongestName = 100;

    private const string NameOfHandlers = "-";

    private static readonly SearchValues<char> NameAlphabet = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Work that is done in this process.</summary>
    public static readonly TargetClass Handler = new(null);

    /// <summary>Whether the work is done elsewhere, and this process only waits for it.</summary>
    public bool IsCall => Host is not null;

    /// <summary>
    /// As a part of a key: <c>-</c> for handlers, the host for calls; a hash of it if it is too long, or has characters that keys have
    /// not.
    /// </summary>
    public string Name => Host is null ? NameOfHandlers
        : Host.Length is > 0 and <= LongestName && Host != NameOfHandlers && !Host.AsSpan().ContainsAnyExcept(NameAlphabet) ? Host
        : "_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Host)))[..32];

    /// <summary>The class of a target. A URL that cannot be read, which was refused when it was accepted, is a class of its own.</summary>
    public static TargetClass Of(Target? target) => target is HttpTarget http ? new(HostOf(http.Url)) : Handler;

    /// <summary>
    /// The host of a URL as keys and routes name it: <c>api.example.com</c>, <c>api.example.com_8443</c>, for <c>[2001:db8::1]</c>
    /// <c>2001-db8--1.ipv6</c>.
    /// </summary>
    public static string HostOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return "";
        }

        var host = uri.IdnHost.ToLowerInvariant();
        host = uri.HostNameType == UriHostNameType.IPv6 ? host.Replace(':', '-') + ".ipv6" : host;
        return uri.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}_{uri.Port}");
    }

    public override string ToString() => Host ?? "handler";
}
