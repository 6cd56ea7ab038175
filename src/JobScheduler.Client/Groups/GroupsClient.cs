using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Groups: write, read, list, delete.</summary>
public sealed class GroupsClient
{
    private const string Groups = "groups";
    private readonly Sender _sender;

    internal GroupsClient(Sender sender) => _sender = sender;

    /// <summary>Creates or replaces the group with this id; a changed limit holds at once.</summary>
    /// <param name="group">The group.</param>
    /// <param name="condition">
    /// For example <see cref="Precondition.Unchanged"/>, so that no other change is overwritten. Default: none.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">The definition is invalid; all invalid fields are named.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Group> PutAsync(Group group, Precondition condition = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        var call = ApiCall.Put(ApiPath.Of(Groups, group.Id ?? ""), group, ClientJson.Of<Group>());
        return WriteAsync(call.With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>The group, and who has and waits for its places.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Group> GetAsync(string groupId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Get(ApiPath.Of(Groups, groupId)), cancellation);

    /// <summary>All, by id, page by page.</summary>
    public IAsyncEnumerable<Group> ListAsync(CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<Group>> GetPageAsync(int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Groups)).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Group>>(), cancellation);
    }

    /// <summary>Deletes a group that no run uses.</summary>
    /// <exception cref="ConflictException">Runs have its places, or wait for them.</exception>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task DeleteAsync(string groupId, Precondition condition = default, CancellationToken cancellation = default) =>
        _sender.DoAsync(ApiCall.Delete(ApiPath.Of(Groups, groupId)).With(condition.Header, condition.Value), cancellation);

    private async Task<Group> WriteAsync(ApiCall call, CancellationToken cancellation)
    {
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<Group>(), cancellation) with { ETag = answer.Headers.ETag?.ToString() };
    }
}
