using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Schedules;

/// <summary>Composes schedules and calendars.</summary>
internal static class ScheduleRegistration
{
    public static IServiceCollection AddSchedules(this IServiceCollection services) => services
        .AddSingleton<CalendarCache>()
        .AddSingleton<RecordCache<CalendarRecord>>(provider => provider.GetRequiredService<CalendarCache>())
        .AddRecords<CalendarRecord, CalendarRow>()
        .AddSingleton<CalendarUses>()
        .AddSingleton<CalendarCatalog>()
        .AddSingleton<IAlarmHandler, CalendarAlarms>()
        .AddRecords<ScheduleRecord, ScheduleRow>()
        .AddSingleton<ScheduleStore>()
        .AddSingleton<IJobDeleted>(provider => provider.GetRequiredService<ScheduleStore>())
        .AddSingleton<ScheduleCatalog>()
        .AddSingleton<ScheduleLists>()
        .AddSingleton<ScheduleActions>()
        .AddSingleton<ScheduleReplanner>()
        .AddSingleton<IScheduleReplanner>(provider => provider.GetRequiredService<ScheduleReplanner>())
        .AddSingleton<IRewound>(provider => provider.GetRequiredService<ScheduleReplanner>())
        .AddSingleton<IRunOrigins, ScheduleGates>()
        .AddSingleton<IRunEnded, ScheduleChain>()
        .AddSingleton<IUpcomingFires, NextFires>()
        .AddSingleton<FireDrafter>()
        .AddSingleton<FireForecast>()
        .AddSingleton<IOperation, BackfillOperation>()
        .AddSingleton<IAlarmHandler>(provider => ActivatorUtilities.CreateInstance<FireAlarms>(provider, FireAlarms.Ahead))
        .AddSingleton<IAlarmHandler>(provider => ActivatorUtilities.CreateInstance<FireAlarms>(provider, FireAlarms.WhenDue));
}
