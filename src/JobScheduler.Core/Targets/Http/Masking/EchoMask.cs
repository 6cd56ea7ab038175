using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Replaces the secrets of requests in what their target has sent back: an answer that repeats its request must not carry credentials
/// into errors, logs and dead letters, which more people may read than definitions.
/// </summary>
internal sealed class EchoMask
{
    public const string Mark = "***";

    private readonly List<string> _secrets = [];
    private SecretPattern[]? _patterns;

    /// <summary>The secrets of this request are masked from now on, besides those of earlier ones.</summary>
    public void Sent(OutgoingRequest request)
    {
        _secrets.AddRange(RequestSecrets.Of(request));
        _patterns = null;
    }

    /// <summary>The text with each secret replaced, in whatever of the usual encodings it appears.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether it went on: then what may be the beginning of a secret at its end is replaced as well.</param>
    public string Apply(string text, bool isCut = false)
    {
        _patterns ??= [.. _secrets.Distinct(StringComparer.Ordinal).SelectMany(secret => SecretForms.Of(secret, RequestSecrets.Shortest))];
        var masked = new bool[text.Length];
        var layer = PlainBytes.Of(text, isCut);
        for (var layers = 0; layer is not null && layers <= SecretForms.Layers; layers++, layer = layer.Unescaped())
        {
            if (layer.CutEscape is { } start)
            {
                Array.Fill(masked, true, start, masked.Length - start);
            }

            foreach (var pattern in _patterns)
            {
                pattern.Mark(layer, isCut, masked);
            }
        }

        return Array.IndexOf(masked, true) < 0 ? text : Replaced(text, masked);
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
