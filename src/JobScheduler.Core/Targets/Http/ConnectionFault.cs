using System.Net.Sockets;
using System.Security.Authentication;

namespace JobScheduler.Targets.Http;

/// <summary>Says why a request got no answer, in words for the job's owner: the host and the reason, nothing of this machine.</summary>
internal static class ConnectionFault
{
    public static bool Covers(Exception error) => error is HttpRequestException or IOException or OperationCanceledException;

    public static AddressRefusedException? Refusal(Exception error) => Causes(error).OfType<AddressRefusedException>().FirstOrDefault();

    public static string Describe(Exception error, Uri url)
    {
        var host = url.Authority;
        if (error is OperationCanceledException)
        {
            return $"{host} could not be connected to in time";
        }

        if (Causes(error).OfType<SocketException>().FirstOrDefault() is { } socket)
        {
            return socket.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData => $"the name {url.IdnHost} does not exist or has no address",
                SocketError.TryAgain or SocketError.NoRecovery => $"the name {url.IdnHost} could not be resolved",
                SocketError.ConnectionRefused => $"{host} refuses connections",
                SocketError.ConnectionReset or SocketError.ConnectionAborted => $"{host} broke off the connection",
                SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"{host} cannot be reached",
                SocketError.TimedOut => $"{host} could not be connected to in time",
                var other => $"the connection to {host} failed ({other})",
            };
        }

        if (Causes(error).OfType<AuthenticationException>().FirstOrDefault() is { } tls)
        {
            return $"no trusted TLS connection to {host}: {tls.Message}";
        }

        return ErrorOf(error) switch
        {
            HttpRequestError.ResponseEnded => $"{host} ended the connection before its answer was complete",
            HttpRequestError.InvalidResponse => $"{host} did not answer in HTTP",
            HttpRequestError.ConfigurationLimitExceeded => $"{host} answered with too many or too long headers",
            HttpRequestError.SecureConnectionError => $"no TLS connection to {host}",
            _ => $"the connection to {host} failed",
        };
    }

    private static HttpRequestError ErrorOf(Exception error) => error switch
    {
        HttpRequestException request => request.HttpRequestError,
        HttpIOException body => body.HttpRequestError,
        _ => HttpRequestError.Unknown,
    };

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
