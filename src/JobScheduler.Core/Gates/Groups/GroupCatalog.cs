using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>The groups of tenants, and who has and waits for their places.</summary>
public sealed class GroupCatalog(RecordStore<GroupRecord> records, RecordRow<GroupRecord> rows, IStorage storage) : IDefinitionCheck
{
    private const int MostWaiters = 100;
    private const int MostCounted = 1000;

    /// <summary>
    /// Creates the group or changes its limit, which holds from then on: above a lowered one none begins until fewer are left.
    /// </summary>
    /// <exception cref="RefusalException">Invalid definition; or the condition does not hold.</exception>
    public async Task<Written<GroupRecord>> PutAsync(
        Caller by, string id, GroupDefinition definition, WriteCondition condition, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        MemberBounds.Check(definition, "", errors);
        errors.ThrowIfAny();
        var group = new GroupRecord { Definition = definition };
        return await records.PutAsync(by, rows.KeyOf(by.Tenant, id), condition, found => ValueTask.FromResult(
            found.Old is not null && rows.IsSame(found.Old, group)
                ? RecordChange<GroupRecord>.Nothing
                : new RecordChange<GroupRecord>(
                    group, (draft, _) => Limit(draft, by.Tenant, id, definition.Max, found.Stamp))), cancellation);
    }

    /// <exception cref="RefusalException">There is none.</exception>
    public Task<GroupRecord> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        records.GetAsync(tenant, id, cancellation);

    /// <summary>Groups by id.</summary>
    public Task<Page<GroupRecord>> ListAsync(string tenant, PageRequest page, CancellationToken cancellation) =>
        records.ListAsync(tenant, null, page, cancellation);

    /// <summary>Who has a place of the group, and who waits for one.</summary>
    public async Task<GroupUse> UseAsync(string tenant, string id, CancellationToken cancellation)
    {
        var gate = Keys.GroupGate(tenant, id);
        var partition = rows.KeyOf(tenant, id).Partition;
        var view = await PermitView.ReadAsync(query => storage.Tables.ReadAsync(query, cancellation), partition, gate, MostWaiters);
        var waiting = await storage.Tables.ReadAsync(
            RowQuery.Prefix(partition, Keys.WaiterPrefix(gate)) with { Limit = MostCounted, Select = [] }, cancellation);
        return new GroupUse(
            [.. view.Permits.Select(permit => new GroupHolder(permit.Ticket.Run, permit.Since)).OrderBy(holder => holder.Since)],
            [.. view.Waiters.Take(MostWaiters).Select(ticket => ticket.Run)],
            waiting.Rows.Count);
    }

    /// <summary>The group is gone at once.</summary>
    /// <exception cref="RefusalException">There is none; the condition does not hold; or runs have its places or wait for them.</exception>
    public Task DeleteAsync(Caller by, string id, WriteCondition condition, CancellationToken cancellation) => records.DeleteAsync(
        by,
        rows.KeyOf(by.Tenant, id),
        condition,
        (draft, found) => Limit(draft, by.Tenant, id, null, found.Stamp),
        cancellation,
        async () =>
        {
            var use = await UseAsync(by.Tenant, id, cancellation);
            if (use.Holders.Count + use.Waiting > 0)
            {
                throw RefusalException.Conflict(
                    $"group '{id}' is used: {use.Holders.Count} runs have its places and {use.Waiting} wait; "
                    + "take it out of its jobs first");
            }
        });

    async ValueTask IDefinitionCheck.CheckAsync(
        string tenant, JobDefinition definition, ErrorList errors, CancellationToken cancellation)
    {
        if (definition.Concurrency.Group is { } id && Identifier.IsValid(id)
            && await storage.Tables.GetAsync(rows.KeyOf(tenant, id).Partition, Keys.Group(tenant, id), cancellation) is null)
        {
            errors.Add("concurrency.group", $"there is no group '{id}'; create it with PUT /groups/{id}");
        }
    }

    /// <summary>The limit is in the gate's row, and the clock grants what is free by it.</summary>
    private static void Limit(CommitDraft draft, string tenant, string id, int? max, string stamp)
    {
        draft.Upsert(Keys.GateRow(Keys.GroupGate(tenant, id)), GateRow.WriteSlots(max));
        draft.Insert(GroupAlarm.KeyOf(draft.Now, stamp), GroupAlarm.Write(Keys.GroupGate(tenant, id)));
        draft.WakesClock = true;
    }
}

/// <summary>Who uses a group now.</summary>
/// <param name="Holders">The runs that have a place, the longest first.</param>
/// <param name="Waiters">The first runs that wait, in order.</param>
/// <param name="Waiting">How many wait; counting stops at 1,000.</param>
public sealed record GroupUse(IReadOnlyList<GroupHolder> Holders, IReadOnlyList<string> Waiters, int Waiting);
