using JobScheduler.Jobs;
using JobScheduler.Paging;

namespace JobScheduler.Schedules.Calendars;

/// <summary>The calendars of tenants.</summary>
public sealed class CalendarCatalog
{
    public Task<CalendarWrite> PutAsync(string tenant, string id, CalendarDefinition definition, WriteCondition condition, string actor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<Calendar> GetAsync(string tenant, string id, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Page<Calendar>> ListAsync(string tenant, PageRequest page, CancellationToken cancellation) => throw new NotSupportedException();

    public Task DeleteAsync(string tenant, string id, WriteCondition condition, CancellationToken cancellation) => throw new NotSupportedException();
}
