using JobScheduler.Jobs;
using JobScheduler.Paging;

namespace JobScheduler.Schedules;

/// <summary>The schedules of jobs: write, read, pause, delete.</summary>
public sealed class ScheduleCatalog
{
    /// <summary>Creates or changes a schedule. What was due before is run by the old definition, what is due later by the new one.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="job">Of which job.</param>
    /// <param name="id">A valid <see cref="Text.Identifier"/>.</param>
    /// <param name="definition">All of it.</param>
    /// <param name="pause">Pauses or resumes with the same write; null leaves it as it is.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">Invalid definition; no such job; or the condition does not hold.</exception>
    public Task<ScheduleWrite> PutAsync(
        string tenant, string job, string id, ScheduleDefinition definition, SchedulePauseWish? pause, WriteCondition condition, string actor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <exception cref="RefusalException">There is none.</exception>
    public Task<Schedule> GetAsync(string tenant, string job, string id, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>The schedules of a job, by id.</summary>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public Task<Page<Schedule>> ListAsync(string tenant, string job, PageRequest page, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Nothing new starts after it. Runs that are due already go on, or are canceled, by choice.</summary>
    public Task DeleteAsync(string tenant, string job, string id, bool withdrawPending, WriteCondition condition, string actor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>No fires from now on. Runs that are due and have not started go on, or are canceled, by choice.</summary>
    public Task<Schedule> PauseAsync(
        string tenant, string job, string id, string? note, DateTimeOffset? until, bool withdrawPending, string actor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>Fires from now on.</summary>
    public Task<Schedule> ResumeAsync(string tenant, string job, string id, string actor, CancellationToken cancellation) => throw new NotSupportedException();
}
