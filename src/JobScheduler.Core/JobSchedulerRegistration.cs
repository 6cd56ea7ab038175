using JobScheduler.Clock;
using JobScheduler.DeadLetters;
using JobScheduler.Execution;
using JobScheduler.Gates;
using JobScheduler.Hosts;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Targets;
using JobScheduler.Upkeep;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler;

/// <summary>Composes the scheduler.</summary>
public static class JobSchedulerRegistration
{
    /// <summary>
    /// Adds the core: everything except a storage driver and a head. The head registers the <see cref="TimeProvider"/>, binds the options
    /// to their sections, and opens the <see cref="Deployment"/> before it starts.
    /// </summary>
    public static IServiceCollection AddJobSchedulerCore(this IServiceCollection services) => services
        .AddShards()
        .AddOperations()
        .AddTargets()
        .AddHosts()
        .AddJobs()
        .AddGates()
        .AddRuns()
        .AddSchedules()
        .AddDeadLetters()
        .AddExecution()
        .AddUpkeep()
        .AddClock();
}
