using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Schedules.Calendars;

/// <summary>The calendars of tenants.</summary>
public sealed class CalendarCatalog(
    RecordStore<CalendarRecord> records, RecordRow<CalendarRecord> rows, CalendarUses uses, ILogger<CalendarCatalog> logger)
{
    /// <summary>
    /// Schedules are visited again after this time: twice how stale a copy may be that others have planned with.
    /// </summary>
    private static readonly TimeSpan SecondWalk = TimeSpan.FromSeconds(10);

    private const int NamedUses = 5;

    /// <summary>
    /// Creates the calendar or changes its days; the schedules that use it follow within seconds. The same days again change nothing,
    /// not even the ETag.
    /// </summary>
    /// <param name="by">Who asks.</param>
    /// <param name="id">A valid <see cref="Identifier"/>.</param>
    /// <param name="definition">All of it.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">Invalid definition; or the condition does not hold.</exception>
    public async Task<Written<CalendarRecord>> PutAsync(
        Caller by, string id, CalendarDefinition definition, WriteCondition condition, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        CalendarRules.Check(definition, errors);
        errors.ThrowIfAny();
        var calendar = new CalendarRecord { Definition = CalendarRules.Sorted(definition) };
        return await records.PutAsync(by, rows.KeyOf(by.Tenant, id), condition, found => ValueTask.FromResult(
            found.Old is not null && rows.IsSame(found.Old, calendar)
                ? RecordChange<CalendarRecord>.Nothing
                : new RecordChange<CalendarRecord>(calendar, (draft, _) => Walk(draft, by, id, found))), cancellation);
    }

    /// <exception cref="RefusalException">There is none.</exception>
    public Task<CalendarRecord> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        records.GetAsync(tenant, id, cancellation);

    /// <summary>Calendars by id.</summary>
    public Task<Page<CalendarRecord>> ListAsync(string tenant, PageRequest page, CancellationToken cancellation) =>
        records.ListAsync(tenant, null, page, cancellation);

    /// <summary>The calendar is gone at once.</summary>
    /// <remarks>A schedule written at the same instant may still name it; a missing calendar allows every day.</remarks>
    /// <exception cref="RefusalException">
    /// There is none; the condition does not hold; or schedules use it, of which the first are named.
    /// </exception>
    public async Task DeleteAsync(Caller by, string id, WriteCondition condition, CancellationToken cancellation)
    {
        var key = rows.KeyOf(by.Tenant, id);
        await records.DeleteAsync(by, key, condition, (draft, found) => Walk(draft, by, id, found), cancellation, CheckUnusedAsync);
        logger.CalendarDeleted(by.Tenant, id, by.Actor);

        async Task CheckUnusedAsync()
        {
            var users = await uses.FindAsync(by.Tenant, id, NamedUses + 1, cancellation);
            if (users.Count > 0)
            {
                var named = string.Join(", ", users.Take(NamedUses));
                var more = users.Count > NamedUses ? ", and others" : "";
                throw RefusalException.Conflict(
                    $"calendar '{id}' is used by the schedules {named}{more}; change or delete them first");
            }
        }
    }

    /// <summary>
    /// Makes schedules follow a change, also for a new calendar: schedules may name it already, if it was deleted while they were
    /// written.
    /// </summary>
    private static void Walk(CommitDraft draft, Caller by, string id, RecordFound<CalendarRecord> found)
    {
        var walk = new CalendarAlarm(by.Tenant, id, IsLast: false, found.Row is null ? null : RecordRow.BlobOf(found.Row));
        draft.Insert(new AlarmKey(draft.Now, CalendarAlarm.Kind, found.Stamp), walk.Write());
        draft.Insert(new AlarmKey(draft.Now + SecondWalk, CalendarAlarm.Kind, found.Stamp + "-2"), (walk with { IsLast = true }).Write());
        draft.WakesClock = true;
    }
}
