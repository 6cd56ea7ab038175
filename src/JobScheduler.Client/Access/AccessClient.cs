using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Whom the key identifies.</summary>
public sealed class AccessClient
{
    private readonly Sender _sender;

    internal AccessClient(Sender sender) => _sender = sender;

    /// <summary>The tenant, name and role that this client's key stands for.</summary>
    /// <exception cref="UnauthorizedException">The key is not valid.</exception>
    public Task<Me> GetMeAsync(CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of("auth", "me")), ClientJson.Of<Me>(), cancellation);
}
