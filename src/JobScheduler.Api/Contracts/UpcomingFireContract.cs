using System.ComponentModel;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Contracts;

[Description("An upcoming fire of one of many schedules.")]
public sealed record UpcomingFireContract(
    string JobId,
    string ScheduleId,
    DateTimeOffset NominalAt,
    [property: Description("The same on the wall clock of the schedule's zone, with its offset.")] string LocalTime,
    [property: Description("What was done to it, for people.")] IReadOnlyList<string> Notes)
{
    public static UpcomingFireContract Of(UpcomingFire fire) =>
        new(fire.JobId, fire.ScheduleId, fire.Fire.NominalAt, fire.Fire.LocalTime, fire.Fire.Notes);
}
