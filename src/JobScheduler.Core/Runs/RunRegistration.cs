using JobScheduler.Operations;
using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Runs;

/// <summary>Composes runs: intake, reading, moves, and the alarms that are their tokens.</summary>
internal static class RunRegistration
{
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<RunRules>()
        .AddSingleton<Payloads>()
        .AddSingleton<RunDrafter>()
        .AddSingleton<RunIntake>()
        .AddSingleton<RunSignals>()
        .AddSingleton<RunLists>()
        .AddSingleton<RunCounter>()
        .AddSingleton<RecentRuns>()
        .AddSingleton<RunReader>()
        .AddSingleton<WaitingReasons>()
        .AddSingleton<JobStatuses>()
        .AddSingleton<Redriver>()
        .AddSingleton<RunFinder>()
        .AddSingleton<Dispatch>()
        .AddSingleton<Cancels>()
        .AddSingleton<Callbacks>()
        .AddSingleton<CancelOperation>()
        .AddSingleton<IOperation>(provider => provider.GetRequiredService<CancelOperation>())
        .AddSingleton<CompletionTokens>()
        .AddSingleton<HostLines>()
        .AddSingleton<AlarmRounds>()
        .AddSingleton<TokenReader>()
        .AddSingleton<LineSteps>()
        .AddSingleton<ILineListener>(provider => provider.GetRequiredService<LineSteps>())
        .AddSingleton<ILineListener, GateHandOver>()
        .AddSingleton<TicketDesk>()
        .AddSingleton<ITicketListener>(provider => provider.GetRequiredService<TicketDesk>())
        .AddSingleton<ITickWork, Admission>()
        .AddSingleton<IAlarmHandler, StartAlarms>()
        .AddSingleton<IAlarmHandler, PauseAlarms>()
        .AddSingleton<IAlarmHandler, ArrivalAlarms>()
        .AddSingleton<IAlarmHandler, TurnAlarms>()
        .AddSingleton<IAlarmHandler, BatchAlarms>()
        .AddSingleton<IAlarmHandler, ReleaseAlarms>()
        .AddSingleton<IAlarmHandler, GroupAlarms>()
        .AddSingleton<IAlarmHandler, GateQueueAlarms>()
        .AddSingleton<IAlarmHandler, GateAlarms>()
        .AddSingleton<IAlarmHandler, LeaseAlarms>()
        .AddSingleton<IAlarmHandler, LimitAlarms>()
        .AddSingleton<IAlarmHandler, GuardAlarms>()
        .AddSingleton<IAlarmHandler, BacklogLimitAlarms>()
        .AddSingleton<IAlarmHandler, HostLineAlarms>()
        .AddSingleton<IAlarmHandler, SweepAlarms>();
}
