using System.Text;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// How the account's queues hold the bodies of messages: base64 of UTF-8, which an older version's Functions host needs. Whoever
/// receives messages without this driver, as the Functions host does, decodes them with it.
/// </summary>
public static class MessageText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a message with this body.</summary>
    public static string Encode(string body) => Convert.ToBase64String(Encoding.UTF8.GetBytes(body));

    /// <summary>
    /// The body. Anything but base64 of text was sent by somebody else and is returned as it is, for the reader to refuse.
    /// </summary>
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
