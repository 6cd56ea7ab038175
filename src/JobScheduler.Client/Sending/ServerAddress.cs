namespace JobScheduler.Client.Sending;

/// <summary>Where the server is.</summary>
internal static class ServerAddress
{
    /// <summary>The address with a slash at its end, so that paths are added to it and replace nothing.</summary>
    /// <exception cref="ArgumentException">It is not an address that requests can go to.</exception>
    public static Uri Of(Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!server.IsAbsoluteUri || server.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("the server's address must be absolute, http or https", nameof(server));
        }

        // User info would appear in messages of whoever prints the address.
        if (server.UserInfo.Length > 0 || server.Query.Length > 0 || server.Fragment.Length > 0)
        {
            throw new ArgumentException("the server's address must have no user info, query or fragment", nameof(server));
        }

        return server.AbsolutePath.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
    }
}
