using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("An upcoming fire.")]
public sealed record FireContract(
    DateTimeOffset NominalAt,
    [property: Description("The same on the wall clock of the schedule's zone, with its offset: 2026-03-29T03:00:00+02:00.")] string LocalTime,
    [property: Description("What was done to it, for people: moved by a change of the clocks or by a calendar.")] IReadOnlyList<string> Notes);
