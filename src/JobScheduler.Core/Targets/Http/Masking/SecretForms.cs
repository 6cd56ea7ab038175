using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>The forms in which a secret is looked for. Escapes are not among them, because they are taken off the text.</summary>
internal static class SecretForms
{
    /// <summary>Layers of escapes that are taken off: JSON in a form in a page.</summary>
    public const int Layers = 3;

    /// <summary>Forms of one secret: of each layer, in hexadecimal digits, and in either base64 at each of its three places.</summary>
    public const int Most = 1 + Layers + 1 + (2 * 3);

    /// <summary>
    /// As it is, as it would be without escapes of its own, in hexadecimal digits, and in base64, wherever in a longer text it begins.
    /// </summary>
    public static IEnumerable<SecretPattern> Of(string secret, int shortest)
    {
        var plain = PlainBytes.Of(secret);
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var layer = 0; plain is not null && layer <= Layers; layer++, plain = plain.Unescaped())
        {
            var bytes = plain.ToArray();
            if (bytes.Length >= shortest && found.Add(Convert.ToHexString(bytes)))
            {
                yield return new SecretPattern(bytes, isBase64: false);
            }
        }

        var original = Encoding.UTF8.GetBytes(secret);
        yield return Pattern(Convert.ToHexStringLower(original), isBase64: false);
        for (var offset = 0; offset < 3; offset++)
        {
            var text = Base64(original, offset);
            yield return Pattern(text, isBase64: true);
            if (text.AsSpan().ContainsAny('+', '/'))
            {
                yield return Pattern(text.Replace('+', '-').Replace('/', '_'), isBase64: true);
            }
        }
    }

    /// <summary>Those characters of the base64 that do not depend on what is before and after the secret.</summary>
    private static string Base64(byte[] secret, int offset)
    {
        var before = new byte[offset];
        var text = Convert.ToBase64String([.. before, .. secret]);
        return text[(offset == 0 ? 0 : offset + 1)..((offset + secret.Length) * 8 / 6)];
    }

    private static SecretPattern Pattern(string text, bool isBase64) => new(Encoding.ASCII.GetBytes(text.ToLowerInvariant()), isBase64);
}
