using System.Text;

namespace JobScheduler.Storage.Azure;

/// <summary>Bodies as base64 of UTF-8, the encoding that the Functions host expects by default.</summary>
internal static class MessageText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(string body) => Convert.ToBase64String(Encoding.UTF8.GetBytes(body));

    /// <summary>The body. What is no base64 of text was sent by somebody else, and comes as it is: it is for the reader to refuse.</summary>
    public static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return text;
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }
}
