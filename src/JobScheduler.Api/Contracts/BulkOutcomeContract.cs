using System.ComponentModel;
using System.Text.Json.Serialization;
using JobScheduler.Api.Problems;

namespace JobScheduler.Api.Contracts;

[Description("What became of one item: a run or a problem.")]
public sealed record BulkOutcomeContract
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunContract? Run { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Problem { get; init; }
}
