using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>
/// What of a request nobody may read in the text of an answer: the values of its headers and of its query, what is behind the scheme of a
/// credential, user and password, single cookies and parameters, and segments of the path that look random.
/// </summary>
/// <remarks>
/// Left out are values of fewer than four characters and headers that are no secrets by their meaning: masking these would make texts
/// unreadable and hide nothing. Bodies are left out too: an answer that repeats what was wrong with one is what its owner needs.
/// </remarks>
internal static class RequestSecrets
{
    public const int Shortest = 4;

    /// <summary>Of parts whose kind is not known: shorter ones are words of every text.</summary>
    private const int ShortestPart = 8;

    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Content-Encoding", "Content-Language",
        "Content-Type", "Date", "Expect", "Pragma", "User-Agent", TargetHeaders.TraceParent,
    };

    private static readonly HashSet<string> Schemes = new(StringComparer.OrdinalIgnoreCase)
    {
        "ApiKey", "Api-Key", "Basic", "Bearer", "DPoP", "GenieKey", "Key", "Negotiate", "NTLM", "SharedAccessSignature", "SharedKey",
        "SSWS", "Token",
    };

    /// <summary>The secrets of a request. There may be thousands; whoever wants only some reads no more.</summary>
    /// <param name="url">Its URL; null: not known.</param>
    /// <param name="headers">Its headers.</param>
    public static IEnumerable<string> Of(Uri? url, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var run = headers.FirstOrDefault(header => header.Key == TargetHeaders.Run).Value;
        return headers.Where(header => !IsHarmless(header, run)).SelectMany(header => OfHeader(header.Key, header.Value))
            .Concat(url is null ? [] : OfUrl(url))
            .Where(secret => secret.Length >= Shortest)
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsHarmless(KeyValuePair<string, string> header, string? run)
    {
        var (name, value) = header;
        return Harmless.Contains(name)
            || (name.StartsWith(TargetHeaders.Prefix, StringComparison.OrdinalIgnoreCase)
                && !name.Equals(TargetHeaders.Token, StringComparison.OrdinalIgnoreCase))
            || (name.Equals(TargetHeaders.IdempotencyKey, StringComparison.OrdinalIgnoreCase) && value == run);
    }

    private static IEnumerable<string> OfHeader(string name, string value)
    {
        var whole = value.Trim();
        var (scheme, credential) = whole.Split(' ', 2, StringSplitOptions.TrimEntries) is [var first, var rest] ? (first, rest) : ("", "");
        var isCredential = Schemes.Contains(scheme) || name.Contains("auth", StringComparison.OrdinalIgnoreCase);
        var shortest = isCredential || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? Shortest : ShortestPart;
        return
        [
            whole,
            .. isCredential ? OfCredential(scheme, credential) : [],
            .. Parameters(whole).Where(part => part.Length >= shortest),
            .. UserInfo(whole),

            // Of the completion token, whose other parts are known, the signature.
            .. name.Equals(TargetHeaders.Token, StringComparison.OrdinalIgnoreCase) ? whole.Split('~')[^1..] : [],
        ];
    }

    private static IEnumerable<string> OfCredential(string scheme, string credential)
    {
        yield return credential;
        var decoded = new byte[credential.Length];
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(credential, decoded, out var length))
        {
            var pair = Encoding.UTF8.GetString(decoded, 0, length);
            yield return pair;
            foreach (var part in pair.Split(':', 2))
            {
                yield return part;
            }
        }
    }

    /// <summary>The values in <c>name=value; other="value"</c>, whatever separates them.</summary>
    private static IEnumerable<string> Parameters(string text) =>
        from part in text.Split([' ', '\t', ',', ';', '&'], StringSplitOptions.RemoveEmptyEntries)
        let sign = part.IndexOf('=', StringComparison.Ordinal)
        where sign > 0
        select part[(sign + 1)..].Trim('"', '\'');

    private static IEnumerable<string> OfUrl(Uri url)
    {
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        foreach (var segment in url.AbsolutePath.Split('/'))
        {
            if (RandomText.IsLikely(segment))
            {
                yield return segment;
            }
        }

        yield return url.Query.TrimStart('?');
        foreach (var part in UserInfo(Uri.UnescapeDataString(url.PathAndQuery)))
        {
            yield return part;
        }
    }

    /// <summary>User and password before the at signs of a text: those of URLs inside it, such as a connection string.</summary>
    private static IEnumerable<string> UserInfo(string text)
    {
        foreach (var part in text.Split('@')[..^1])
        {
            var pair = part[(part.LastIndexOfAny(['/', ' ', '?', '&', '=', ',', ';']) + 1)..];
            if (pair.Split(':', 2) is [_, var password])
            {
                yield return pair;
                yield return password;
            }
        }
    }
}
