namespace JobScheduler.Targets.Http;

/// <summary>
/// Finds one secret in texts, in time that grows with the length of the text alone (Knuth, Morris, Pratt): the lengths of text and secret
/// are both in the hands of others.
/// </summary>
internal sealed class SecretPattern
{
    /// <summary>A beginning of a secret that long is masked like the whole: some targets show no more of it.</summary>
    private const int LongestHarmlessPrefix = 11;

    /// <summary>Characters around a match of base64 that belong to it: they hold bits of its first and last byte.</summary>
    private const int SharedCharacters = 4;

    private readonly byte[] _bytes;
    private readonly int[] _borders;
    private readonly bool _isBase64;

    /// <param name="bytes">The secret, letters in lower case.</param>
    /// <param name="isBase64">Whether it is a part of the secret's base64.</param>
    public SecretPattern(ReadOnlySpan<byte> bytes, bool isBase64)
    {
        _bytes = bytes.ToArray();
        _isBase64 = isBase64;
        _borders = new int[_bytes.Length + 1];
        _borders[0] = -1;
        for (int at = 0, border = -1; at < _bytes.Length; _borders[++at] = ++border)
        {
            while (border >= 0 && _bytes[at] != _bytes[border])
            {
                border = _borders[border];
            }
        }
    }

    /// <summary>Marks the characters that show the secret.</summary>
    /// <param name="text">The text, in one of its layers.</param>
    /// <param name="isCut">Whether it went on: then also the shortest beginning of the secret at its end is marked.</param>
    /// <param name="places">Gets the marks.</param>
    public void Mark(PlainBytes text, bool isCut, MaskedPlaces places)
    {
        var length = 0;
        for (var at = 0; at < text.Count; at++)
        {
            if (length > LongestHarmlessPrefix && text[at] != _bytes[length])
            {
                Mark(text, at - length, at, places);
            }

            while (length >= 0 && text[at] != _bytes[length])
            {
                length = _borders[length];
            }

            if (++length == _bytes.Length)
            {
                Mark(text, at + 1 - length, at + 1, places);
                length = _borders[length];
            }
        }

        if (isCut && length > 0)
        {
            places.MarkFrom(text.StartOf(text.Count - length));
        }
        else if (length > LongestHarmlessPrefix)
        {
            Mark(text, text.Count - length, text.Count, places);
        }
    }

    private void Mark(PlainBytes text, int start, int end, MaskedPlaces places)
    {
        for (var more = _isBase64 ? SharedCharacters : 0; more > 0; more--)
        {
            start -= start > 0 && IsBase64(text[start - 1]) ? 1 : 0;
            end += end < text.Count && IsBase64(text[end]) ? 1 : 0;
        }

        places.Mark(text.StartOf(start), text.EndOf(end - 1));
    }

    private static bool IsBase64(byte value) => char.IsAsciiLetterOrDigit((char)value) || "+/-_=".Contains((char)value);
}
