using System.Globalization;
using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Replaces the secrets of requests in what their target has sent back: an answer that repeats its request must not carry credentials
/// into errors, logs and dead letters, which more people may read than definitions.
/// </summary>
/// <remarks>
/// The work is bounded: at most <see cref="MostSecrets"/> secrets in <see cref="SecretForms.Most"/> forms are looked for in each layer of a
/// text of at most <see cref="LongestText"/> characters. They are found out when there is a text to mask, which most attempts have not.
/// </remarks>
internal sealed class EchoMask
{
    public const string Mark = "***";

    /// <summary>Of an attempt's requests. Whose requests have more gets no text at all.</summary>
    public const int MostSecrets = 64;

    /// <summary>Characters; of more the rest is left out. Whoever keeps texts keeps less.</summary>
    public const int LongestText = 8000;

    /// <summary>Stands for any text if there are too many secrets to look for.</summary>
    public static readonly string Unkept = string.Create(
        CultureInfo.InvariantCulture, $"(not kept: the request has more than {MostSecrets} values that would have to be masked)");

    private readonly List<(Uri? Url, IReadOnlyList<KeyValuePair<string, string>> Headers)> _sent = [];
    private bool _isRead;
    private SecretPattern[]? _patterns;

    /// <summary>The secrets of this request are masked from now on, besides those of earlier ones.</summary>
    public void Sent(OutgoingRequest request) => Sent(request.Url, request.Headers);

    /// <summary>The secrets of a request are masked from now on, besides those of earlier ones.</summary>
    /// <param name="url">Its URL; null: not known.</param>
    /// <param name="headers">Its headers.</param>
    public void Sent(Uri? url, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        _sent.Add((url, headers));
        _isRead = false;
    }

    /// <summary>
    /// The text with each secret replaced, in whatever of the usual encodings it appears; <see cref="Unkept"/> if there are too many.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether it went on: then what may be the beginning of a secret at its end is replaced as well.</param>
    public string Apply(string text, bool isCut = false)
    {
        if (text.Length == 0)
        {
            return text;
        }

        if (Patterns() is not { } patterns)
        {
            return Unkept;
        }

        if (text.Length > LongestText)
        {
            (text, isCut) = (text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)], true);
        }

        var places = new MaskedPlaces(text.Length);
        var layer = PlainBytes.Of(text, isCut);
        for (var layers = 0; layer is not null && layers <= SecretForms.Layers; layers++, layer = layer.Unescaped())
        {
            if (layer.CutEscape is { } start)
            {
                places.MarkFrom(start);
            }

            foreach (var pattern in patterns)
            {
                pattern.Mark(layer, isCut, places);
            }
        }

        var masked = places.ToArray();
        return Array.IndexOf(masked, true) < 0 ? text : Replaced(text, masked);
    }

    /// <summary>What is looked for; null: it is too much.</summary>
    private SecretPattern[]? Patterns()
    {
        if (!_isRead)
        {
            var secrets = _sent.SelectMany(sent => RequestSecrets.Of(sent.Url, sent.Headers))
                .Distinct(StringComparer.Ordinal)
                .Take(MostSecrets + 1)
                .ToList();
            _patterns = secrets.Count > MostSecrets
                ? null
                : [.. secrets.SelectMany(secret => SecretForms.Of(secret, RequestSecrets.Shortest))];
            _isRead = true;
        }

        return _patterns;
    }

    private static string Replaced(string text, bool[] masked)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!masked[at])
            {
                result.Append(text[at]);
            }
            else if (at == 0 || !masked[at - 1])
            {
                result.Append(Mark);
            }
        }

        return result.ToString();
    }
}
