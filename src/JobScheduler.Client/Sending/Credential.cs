using System.Net.Http.Headers;

namespace JobScheduler.Client.Sending;

/// <summary>A key. Its text leaves this class in the header of a request and in no other way.</summary>
internal sealed class Credential
{
    private readonly AuthenticationHeaderValue _header;

    private Credential(string key) => _header = new AuthenticationHeaderValue("Bearer", key);

    /// <exception cref="ArgumentException">Empty, or with characters that no key has. The message does not repeat it.</exception>
    public static Credential Of(string key) =>
        !string.IsNullOrEmpty(key) && key.All(c => c is > ' ' and <= '~')
            ? new Credential(key)
            : throw new ArgumentException("the key is empty, or has a character that no key has, such as a space or a line break", nameof(key));

    // Bearer and not X-Api-Key: handlers that follow redirects drop Authorization when the origin changes, and only that.
    public void Apply(HttpRequestMessage request) => request.Headers.Authorization = _header;

    public override string ToString() => "(a key)";
}
