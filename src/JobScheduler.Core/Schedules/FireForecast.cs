using JobScheduler.Paging;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Schedules;

/// <summary>Upcoming fires: of a stored schedule, of a proposed one, of all.</summary>
public sealed class FireForecast
{
    /// <summary>Of a stored schedule; empty when it is paused or has ended.</summary>
    public Task<FirePreview> OfScheduleAsync(string tenant, string job, string id, DateTimeOffset? from, int count, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>Of a spec that need not be stored.</summary>
    /// <exception cref="RefusalException">The spec is wrong.</exception>
    public Task<FirePreview> PreviewAsync(
        string tenant, ScheduleSpec spec, string? job, string? schedule, DateTimeOffset? from, int count, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>Of all schedules of the tenant in a range, by time, then by job and schedule. Paused ones have none.</summary>
    public Task<Page<UpcomingFire>> OfAllAsync(string tenant, DateTimeOffset? from, DateTimeOffset? to, PageRequest page, CancellationToken cancellation) =>
        throw new NotSupportedException();
}

/// <summary>A fire of one of many schedules.</summary>
public sealed record UpcomingFire(string JobId, string ScheduleId, PreviewedFire Fire);
