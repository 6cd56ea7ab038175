namespace JobScheduler.Targets.Http;

/// <summary>Where targets that complete by callback find this API, from their side of the network.</summary>
/// <param name="configured"><see cref="TargetOptions.PublicUrl"/>; null: not set.</param>
/// <param name="own">What the head knows of its own address; null: nothing.</param>
public sealed class CallbackAddress(string? configured, IOwnAddress? own)
{
    /// <summary>
    /// The URL of the run, to which <c>/heartbeat</c> and <c>/complete</c> are appended. Null: no address is known that is certain to lead
    /// here, and a wrong one would be worse than none: the token would go to whatever listens there.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="target">Where its target is: a loopback address of this machine leads here only from this machine.</param>
    public string? Of(string run, Uri target) =>
        (configured ?? OwnFor(target))?.TrimEnd('/') is { Length: > 0 } address ? $"{address}/api/v1/runs/{run}" : null;

    private string? OwnFor(Uri target) =>
        own?.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (!HostRule.IsLoopback(address) || HostRule.IsLoopback(target))
            ? url
            : null;

    /// <summary>Null when the setting is fine, otherwise what it must be.</summary>
    internal static string? Check(string text) =>
        !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '?' or '#' or '\\' or > '~')
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && text.StartsWith($"{url.Scheme}://", StringComparison.OrdinalIgnoreCase)
        && url is { UserInfo.Length: 0, HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 }
        && !text.Contains('@', StringComparison.Ordinal)
            ? null
            : "must be absolute, http or https, without user info, query and fragment, such as https://jobs.example.com";
}

/// <summary>What a head knows of the address at which it is reached.</summary>
public interface IOwnAddress
{
    /// <summary>Absolute, without a query; null: none that others could use, or not listening yet.</summary>
    string? Url { get; }
}
