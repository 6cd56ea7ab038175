using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Where the body of an answer ends, by its own words (RFC 9112, 6.3; RFC 9110, 8.6). The HTTP stack takes the first length it can read and
/// ignores the rest, which may cut the body or make something else a part of it.
/// </summary>
/// <param name="Length">The bytes of the body; null: the stack finds its end.</param>
/// <param name="Fault">Why the end is not known, as the rest of a sentence that begins with the host; null: it is known.</param>
internal readonly record struct AnswerFraming(long? Length, string? Fault)
{
    private const string ContentLength = "Content-Length";
    private const string TransferEncoding = "Transfer-Encoding";
    private const string Chunked = "chunked";
    private const int LongestShown = 50;

    /// <summary>As masking may make the text shorter.</summary>
    private const int LongestRead = 10 * LongestShown;

    /// <param name="answer">The answer.</param>
    /// <param name="mask">What of its headers nobody may read.</param>
    public static AnswerFraming Of(HttpResponseMessage answer, EchoMask mask)
    {
        if (answer.RequestMessage?.Method == HttpMethod.Head
            || answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        {
            // There is no body, whatever the headers say.
            return default;
        }

        var lengths = ValuesOf(answer.Content.Headers, ContentLength);
        var codings = ValuesOf(answer.Headers, TransferEncoding);
        codings.RemoveAll(coding => coding.Equals("identity", StringComparison.OrdinalIgnoreCase));
        return codings.Count > 0 ? OfCodings(codings, lengths, answer.Version, mask)
            : lengths.Count > 0 ? OfLengths(lengths, mask)
            : default;
    }

    private static AnswerFraming OfCodings(List<string> codings, List<string> lengths, Version version, EchoMask mask) =>
        codings is not [var only] || !only.Equals(Chunked, StringComparison.OrdinalIgnoreCase)
            ? new(null, $"answered with an unknown {TransferEncoding}: {Shown(codings, mask)}")
        : lengths.Count > 0 ? new(null, $"answered with both {TransferEncoding} and {ContentLength}, so the end of its body is uncertain")
        : version < HttpVersion.Version11
            ? new(null, $"answered in HTTP/{version} with {TransferEncoding}, which that version does not have")
        : default;

    private static AnswerFraming OfLengths(List<string> lengths, EchoMask mask)
    {
        if (lengths.Find(length => length.Length == 0 || length.AsSpan().ContainsAnyExceptInRange('0', '9')) is { } malformed)
        {
            return new(null, $"answered with a {ContentLength} that is not a number: '{Shown([malformed], mask)}'");
        }

        var values = lengths.ConvertAll(
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1);
        return values.Contains(-1) ? new(null, $"answered with a {ContentLength} out of range: {Shown(lengths, mask)}")
            : values.Exists(value => value != values[0]) ? new(null, $"answered with contradictory {ContentLength}: {Shown(lengths, mask)}")
            : new(values[0], null);
    }

    /// <summary>The members of a list, from all lines of the header.</summary>
    private static List<string> ValuesOf(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var lines)
            ? [.. lines.SelectMany(line => line.Split(',')).Select(text => text.Trim(' ', '\t'))]
            : [];

    private static string Shown(List<string> values, EchoMask mask)
    {
        // Masked before it is cut: the beginning of a secret at the cut would be too short to be found.
        var all = string.Join(", ", values);
        var text = mask.Apply(all.Length <= LongestRead ? all : all[..LongestRead], isCut: all.Length > LongestRead);
        return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
    }
}
