using System.Text.Json;
using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>The calendars of tenants.</summary>
public sealed class CalendarCatalog(
    IStorage storage, ShardWriter writer, ShardMap map, CalendarCache cache, CalendarLists lists, CalendarUses uses, Entropy entropy, QueueSignals signals, TimeProvider time)
{
    private const int Tries = 10;
    private const int NamedUses = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Creates the calendar or changes its days; the schedules that use it follow within seconds. The same days again change nothing,
    /// not even the ETag.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">A valid <see cref="Identifier"/>.</param>
    /// <param name="definition">All of it.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">Invalid definition; or the condition does not hold.</exception>
    public async Task<CalendarWrite> PutAsync(string tenant, string id, CalendarDefinition definition, WriteCondition condition, string actor, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        CalendarRules.Check(definition, errors);
        errors.ThrowIfAny();
        var sorted = CalendarRules.Sorted(definition);
        for (var tries = 0; tries < Tries; tries++)
        {
            var row = await GetRowAsync(tenant, id, cancellation);
            var old = row is null ? null : await CalendarRow.ReadAsync(tenant, id, row, storage.Blobs, cancellation);
            Check(condition, id, old?.ETag);
            if (old is not null && AreSame(old.Definition, sorted))
            {
                return new CalendarWrite(old, Created: false);
            }

            var now = Timestamp.Cut(time.GetUtcNow());
            var calendar = new CalendarRecord
            {
                Tenant = tenant,
                Id = id,
                Definition = sorted,
                CreatedBy = old?.CreatedBy ?? actor,
                CreatedAt = old?.CreatedAt ?? now,
                UpdatedAt = now,
            };
            var stamp = entropy.NextName();
            var columns = await CalendarRow.WriteAsync(calendar, stamp, storage.Blobs, cancellation);
            var outcome = await CommitAsync(tenant, id, row, columns, stamp, Proof.HasText(Keys.Calendar(tenant, id), CalendarRow.StampColumn, stamp));
            if (outcome.Succeeded)
            {
                var etag = outcome.ETag(Keys.Calendar(tenant, id)) ?? (await GetRowAsync(tenant, id, cancellation))?.ETag ?? "";
                return new CalendarWrite(calendar with { ETag = etag }, Created: old is null);
            }

            if (columns.Text(CalendarRow.DefinitionBlobColumn) is { } blob)
            {
                await storage.Blobs.DeleteAsync(blob, cancellation);
            }
        }

        throw TooMany(id);
    }

    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<CalendarRecord> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        await cache.ReadAsync(tenant, id, cancellation) ?? throw RefusalException.NotFound("calendar", id);

    /// <summary>Calendars by id.</summary>
    public Task<Page<CalendarRecord>> ListAsync(string tenant, PageRequest page, CancellationToken cancellation) => lists.CalendarsAsync(tenant, page, cancellation);

    /// <summary>The calendar is gone at once.</summary>
    /// <remarks>A schedule that is written at the same instant may go on naming it; a missing calendar allows every day.</remarks>
    /// <exception cref="RefusalException">There is none; the condition does not hold; or schedules use it, of which the first are named.</exception>
    public async Task DeleteAsync(string tenant, string id, WriteCondition condition, CancellationToken cancellation)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await GetRowAsync(tenant, id, cancellation) is not { } row || CalendarRow.IsDeleted(row))
            {
                throw RefusalException.NotFound("calendar", id);
            }

            Check(condition, id, row.ETag);
            var users = await uses.FindAsync(tenant, id, NamedUses + 1, cancellation);
            if (users.Count > 0)
            {
                var more = users.Count > NamedUses ? ", and others" : "";
                throw RefusalException.Conflict($"calendar '{id}' is used by the schedules {string.Join(", ", users.Take(NamedUses))}{more}; change or delete them first");
            }

            var stamp = entropy.NextName();
            var columns = CalendarRow.WriteDeleted(stamp, time.GetUtcNow());

            // No row: the deletion took effect so long ago that its last walk is over.
            var proof = new Proof(Keys.Calendar(tenant, id), found => found is null || found.Columns.Text(CalendarRow.StampColumn) == stamp);
            if ((await CommitAsync(tenant, id, row, columns, stamp, proof)).Succeeded)
            {
                return;
            }
        }

        throw TooMany(id);
    }

    private static void Check(WriteCondition condition, string id, string? etag)
    {
        if (condition.IfNoneMatch && etag is not null)
        {
            throw new RefusalException(RefusalKind.Precondition, $"calendar '{id}' already exists");
        }

        if (condition.IfMatch is { } asked && asked != etag)
        {
            throw new RefusalException(
                RefusalKind.Precondition, etag is null ? $"calendar '{id}' does not exist" : $"calendar '{id}' has changed in the meantime; read it again");
        }
    }

    private static bool AreSame(CalendarDefinition a, CalendarDefinition b) =>
        JsonSerializer.Serialize(a, CalendarJson.Compact.CalendarDefinition) == JsonSerializer.Serialize(b, CalendarJson.Compact.CalendarDefinition);

    private static RefusalException TooMany(string id) =>
        new(
            RefusalKind.Unavailable, $"calendar '{id}' is being changed by many requests at once; try again", retryAfter: TimeSpan.FromSeconds(1));

    private int ShardOf(string tenant, string id) => map.OfRecord(tenant, Keys.CalendarRecord, id);

    private ValueTask<Row?> GetRowAsync(string tenant, string id, CancellationToken cancellation) =>
        storage.Tables.GetAsync(ShardMap.Partition(ShardOf(tenant, id)), Keys.Calendar(tenant, id), cancellation);

    private async Task<PartOutcome> CommitAsync(string tenant, string id, Row? row, Columns columns, string stamp, Proof proof)
    {
        try
        {
            var outcome = await writer.CommitAsync(
                ShardOf(tenant, id), new CommitPart(draft => CalendarCommits.Compose(draft, tenant, id, row, columns, stamp), proof, Patience));
            if (outcome.Succeeded)
            {
                signals.WakeClock(ShardOf(tenant, id));
            }

            return outcome;
        }
        finally
        {
            // Also when storage did not say what became of it.
            cache.Forget(tenant, id);
        }
    }
}
