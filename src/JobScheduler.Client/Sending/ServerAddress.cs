using System.Net.Http.Headers;

namespace JobScheduler.Client.Sending;

/// <summary>Where the server is.</summary>
internal static class ServerAddress
{
    /// <summary>The address with a trailing slash, so that paths are appended to it.</summary>
    /// <exception cref="ArgumentException">It is not an address that requests can be sent to.</exception>
    public static Uri Of(Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!server.IsAbsoluteUri || server.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("the server's address must be absolute, http or https", nameof(server));
        }

        // User info would appear wherever the address is printed.
        if (server.UserInfo.Length > 0 || server.Query.Length > 0 || server.Fragment.Length > 0)
        {
            throw new ArgumentException("the server's address must have no user info, query or fragment", nameof(server));
        }

        return server.AbsolutePath.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
    }
}

/// <summary>A key. Its text leaves this class only in the header of a request.</summary>
internal sealed class Credential
{
    private readonly AuthenticationHeaderValue _header;

    private Credential(string key) => _header = new AuthenticationHeaderValue("Bearer", key);

    /// <exception cref="ArgumentException">Empty, or with characters that no key has. The message does not contain it.</exception>
    public static Credential Of(string key) =>
        !string.IsNullOrEmpty(key) && key.All(c => c is > ' ' and <= '~')
            ? new Credential(key)
            : throw new ArgumentException(
                "the key is empty, or contains a character that no key has, such as a space or a line break", nameof(key));

    // Bearer and not X-Api-Key: handlers that follow redirects drop Authorization when the origin changes, and only that.
    public void Apply(HttpRequestMessage request) => request.Headers.Authorization = _header;

    public override string ToString() => "(a key)";
}
