using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Hosts that HTTP targets call: their limits, and what is known of them.</summary>
public sealed class HostsClient
{
    private const string Hosts = "hosts";
    private readonly Sender _sender;

    internal HostsClient(Sender sender) => _sender = sender;

    /// <summary>Creates or replaces the limits of this host; all processes follow within 5 seconds.</summary>
    /// <param name="host">
    /// The host, named in lower case and with its port behind an underscore if that is not the usual one: <c>api.example.com_8443</c>.
    /// </param>
    /// <param name="condition">
    /// For example <see cref="Precondition.Unchanged"/>, so that no other change is overwritten. Default: none.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">The definition is invalid; all invalid fields are named.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<TargetHost> PutAsync(TargetHost host, Precondition condition = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        var call = ApiCall.Put(ApiPath.Of(Hosts, host.Host ?? ""), host, ClientJson.Of<TargetHost>());
        return ReadAsync(call.With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>Its limits and its state; also of a host without limits while its circuit is open or it is held back.</summary>
    /// <exception cref="NotFoundException">Neither is known.</exception>
    public Task<TargetHost> GetAsync(string host, CancellationToken cancellation = default) =>
        ReadAsync(ApiCall.Get(ApiPath.Of(Hosts, host)), cancellation);

    /// <summary>All that have limits or are in trouble, by name, page by page.</summary>
    public IAsyncEnumerable<TargetHost> ListAsync(CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<TargetHost>> GetPageAsync(int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Hosts)).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<TargetHost>>(), cancellation);
    }

    /// <summary>Changes some limits; null removes a member, which then takes its default (RFC 7396).</summary>
    /// <param name="host">The host.</param>
    /// <param name="patch">An object with the members to change.</param>
    /// <param name="condition">Default: none.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">The definition would be invalid; all invalid fields are named.</exception>
    /// <exception cref="NotFoundException">It has no limits.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<TargetHost> PatchAsync(
        string host, JsonElement patch, Precondition condition = default, CancellationToken cancellation = default) =>
        ReadAsync(ApiCall.Patch(ApiPath.Of(Hosts, host), patch).With(condition.Header, condition.Value), cancellation);

    /// <summary>Deletes the limits of a host.</summary>
    /// <exception cref="NotFoundException">It has none.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task DeleteAsync(string host, Precondition condition = default, CancellationToken cancellation = default) =>
        _sender.DoAsync(ApiCall.Delete(ApiPath.Of(Hosts, host)).With(condition.Header, condition.Value), cancellation);

    private async Task<TargetHost> ReadAsync(ApiCall call, CancellationToken cancellation)
    {
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<TargetHost>(), cancellation) with { ETag = answer.Headers.ETag?.ToString() };
    }
}
