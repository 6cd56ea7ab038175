using JobScheduler.Targets;

namespace JobScheduler.Hosts;

/// <summary>The rules of a host and its definition. The shape has been checked before; this is meaning and bounds. Pure.</summary>
public static class HostRules
{
    public const string NameRule =
        "a host as targets name it, in lower case, with its port behind an underscore if that is not the usual one: api.example.com, "
        + "api.example.com_8443";

    private const int FastestPerSecond = 10_000;

    /// <summary>Whether a text is a host as <see cref="TargetClass.HostOf"/> names it.</summary>
    public static bool IsName(string? host) =>
        host is { Length: > 0 and <= 300 }
        && host.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_')
        && UrlOf(host) is { } url
        && TargetClass.HostOf(url) == host;

    /// <summary>Adds everything that is wrong with a definition, by field paths (<c>circuit.window</c>).</summary>
    public static void Check(HostDefinition definition, ErrorList errors)
    {
        MemberBounds.Check(definition, "", errors);
        if (definition.Circuit is { } circuit)
        {
            MemberBounds.Check(circuit, "circuit", errors);
        }

        if (definition.Rate is { PerSecond: > FastestPerSecond })
        {
            errors.Add("rate", $"must be at most {FastestPerSecond}/s");
        }

        if (definition is { Rate: null, Burst: not null })
        {
            errors.Add("burst", "applies only with a rate", "rate");
        }
    }

    /// <summary>A URL of the host; null if it has none. IPv6 addresses have their own spelling.</summary>
    private static string? UrlOf(string host)
    {
        const string IPv6 = ".ipv6";
        var port = host.LastIndexOf('_');
        var name = port < 0 ? host : host[..port];
        name = name.EndsWith(IPv6, StringComparison.Ordinal) ? $"[{name[..^IPv6.Length].Replace('-', ':')}]" : name;
        var url = port < 0 ? $"https://{name}/" : $"https://{name}:{host[(port + 1)..]}/";

        // The usual port of the other scheme is named: api.example.com_443 over http.
        return port >= 0 && host[(port + 1)..] == "443" ? $"http://{name}:443/" : url;
    }
}
