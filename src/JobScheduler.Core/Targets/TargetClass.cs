using System.Globalization;

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
    /// <summary>Work that is done in this process.</summary>
    public static readonly TargetClass Handler = new(null);

    /// <summary>Whether the work is done elsewhere, and this process only waits for it.</summary>
    public bool IsCall => Host is not null;

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
