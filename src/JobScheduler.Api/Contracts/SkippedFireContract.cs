using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("A time at which the schedule does not fire, although its expression or interval names it.")]
public sealed record SkippedFireContract(
    [property: Description("On the wall clock; without an offset when it does not exist: 2026-03-29T02:30:00.")] string LocalTime,
    [property: Description("For people.")] string Reason);
