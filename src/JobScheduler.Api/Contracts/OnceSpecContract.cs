using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JobScheduler.Api.Contracts;

[Description("One fire. Give one of at and after; startAt, endAt and maxRuns have no place here.")]
public sealed record OnceSpecContract : ScheduleSpecContract
{
    [Description("When; years ahead if need be.")]
    public DateTimeOffset? At { get; init; }

    [Description("Instead of at: so long after the schedule is written. Shown as at from then on.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? After { get; init; }
}
