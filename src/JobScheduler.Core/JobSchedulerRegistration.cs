using JobScheduler.Clock;
using JobScheduler.DeadLetters;
using JobScheduler.Execution;
using JobScheduler.Execution.BuiltIn;
using JobScheduler.Execution.Http;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Orchestration;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace JobScheduler;

/// <summary>Composes the scheduler.</summary>
public static class JobSchedulerRegistration
{
    /// <summary>
    /// Adds the core: everything but a storage driver and a head. The head registers the <see cref="TimeProvider"/>, binds the options
    /// to their sections, and opens the <see cref="Deployment"/> before it starts.
    /// </summary>
    public static IServiceCollection AddJobScheduler(this IServiceCollection services)
    {
        AddOptions<ShardOptions>(services, ShardOptions.Section);
        AddOptions<DispatchOptions>(services, DispatchOptions.Section);
        AddOptions<ExecutionOptions>(services, ExecutionOptions.Section);
        AddOptions<ClockOptions>(services, ClockOptions.Section);
        services.TryAddSingleton<Entropy>();
        services.TryAddSingleton(provider => new ShardMap(provider.GetRequiredService<ShardOptions>().Count));
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<ExecutionOptions>().NodeId is { } name
            ? new NodeIdentity(name)
            : NodeIdentity.Make(provider.GetRequiredService<Entropy>()));
        services.TryAddSingleton(provider => new WorkerSlots(provider.GetRequiredService<ExecutionOptions>().Workers));
        return services.AddShards().AddJobs().AddRuns().AddSchedules().AddExecution().AddClock();
    }

    /// <summary>Adds a handler under a name. The handler is made once, by the container.</summary>
    public static IServiceCollection AddJobHandler<THandler>(this IServiceCollection services, string name)
        where THandler : class, IJobHandler
    {
        services.TryAddSingleton<THandler>();
        return services.AddSingleton(provider => new HandlerRegistration(name, provider.GetRequiredService<THandler>()));
    }

    private static IServiceCollection AddShards(this IServiceCollection services) => services
        .AddSingleton<Deployment>()
        .AddSingleton<QueueSignals>()
        .AddSingleton<DispatchGauge>()
        .AddSingleton<BellRinger>()
        .AddSingleton<ShardWriter>()
        .AddSingleton<RecordLists>();

    private static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<TargetRules>()
        .AddSingleton<DefinitionRules>()
        .AddSingleton<RunRules>()
        .AddSingleton<JobCache>()
        .AddSingleton<RecordCache<JobRecord>>(provider => provider.GetRequiredService<JobCache>())
        .AddRecords<JobRecord, JobRow>()
        .AddSingleton<JobStatuses>()
        .AddSingleton<JobCatalog>();

    private static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<Payloads>()
        .AddSingleton<RunDrafter>()
        .AddSingleton<RunIntake>()
        .AddSingleton<RunSignals>()
        .AddSingleton<WaitingReasons>()
        .AddSingleton<RunLists>()
        .AddSingleton<RunReader>()
        .AddSingleton<Redriver>()
        .AddSingleton<RunControl>()
        .AddSingleton<CompletionTokens>()
        .AddSingleton<DeadLetterLists>()
        .AddSingleton<DeadLetterBox>()
        .AddSingleton<PoisonReader>()
        .AddSingleton<TriggeredPoison>()
        .AddSingleton<OperationBoard>();

    private static IServiceCollection AddSchedules(this IServiceCollection services) => services
        .AddSingleton<CalendarCache>()
        .AddSingleton<RecordCache<CalendarRecord>>(provider => provider.GetRequiredService<CalendarCache>())
        .AddRecords<CalendarRecord, CalendarRow>()
        .AddSingleton<CalendarUses>()
        .AddSingleton<CalendarCatalog>()
        .AddRecords<ScheduleRecord, ScheduleRow>()
        .AddSingleton<ScheduleStore>()
        .AddSingleton<ScheduleCatalog>()
        .AddSingleton<ScheduleGates>()
        .AddSingleton<ScheduleActions>()
        .AddSingleton<ScheduleReplanner>()
        .AddSingleton<IScheduleReplanner>(provider => provider.GetRequiredService<ScheduleReplanner>())
        .AddSingleton<ScheduleChain>()
        .AddSingleton<FireDrafter>()
        .AddSingleton<FireForecast>()
        .AddSingleton<Backfills>();

    private static IServiceCollection AddExecution(this IServiceCollection services) => services
        .AddSingleton<HandlerRegistry>()
        .AddSingleton<ITargetRule, HandlerTargetRule>()
        .AddSingleton<ITargetRule, HttpTargetRule>()
        .AddSingleton<ITargetInvoker, HandlerInvoker>()
        .AddHttpTargets()
        .AddJobHandler<EchoHandler>("echo")
        .AddJobHandler<DelayHandler>("delay")
        .AddJobHandler<FailHandler>("fail")
        .AddSingleton<LeaseKeeper>()
        .AddSingleton<ClaimWriter>()
        .AddSingleton<ExecutionPace>()
        .AddSingleton<AttemptRunner>()
        .AddSingleton<FinishWriter>()
        .AddSingleton<MessageExecutor>()
        .AddSingleton<HandBack>()
        .AddSingleton<TriggeredMessages>()
        .AddSingleton<QueuePumps>();

    private static IServiceCollection AddClock(this IServiceCollection services) => services
        .AddSingleton<AlarmRounds>()
        .AddSingleton<TokenAlarms>()
        .AddSingleton<Admission>()
        .AddSingleton<IAlarmHandler, StartHandler>()
        .AddSingleton<IAlarmHandler, WaitHandler>()
        .AddSingleton<IAlarmHandler, LineHandler>()
        .AddSingleton<IAlarmHandler, GateHandler>()
        .AddSingleton<IAlarmHandler>(provider => ActivatorUtilities.CreateInstance<FireHandler>(provider, AlarmKind.Fire))
        .AddSingleton<IAlarmHandler>(provider => ActivatorUtilities.CreateInstance<FireHandler>(provider, AlarmKind.Due))
        .AddSingleton<IAlarmHandler, RewindHandler>()
        .AddSingleton<IAlarmHandler, LeaseHandler>()
        .AddSingleton<IAlarmHandler, LimitHandler>()
        .AddSingleton<IAlarmHandler, GuardHandler>()
        .AddSingleton<IAlarmHandler, JobHandler>()
        .AddSingleton<IAlarmHandler, CalendarHandler>()
        .AddSingleton<IAlarmHandler, OperationHandler>()
        .AddSingleton<IAlarmHandler, RetentionHandler>()
        .AddSingleton<IAlarmHandler, RepairHandler>()
        .AddSingleton<FleetClock>()
        .AddSingleton<ClockTurn>()
        .AddSingleton<ClockHints>()
        .AddSingleton<ClockWatch>()
        .AddSingleton<ClockWatchdog>();

    private static void AddOptions<TOptions>(IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddSectionOptions<TOptions>(section);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
    }
}
