using System.ComponentModel;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Api.Contracts;

[Description("What a schedule is going to do.")]
public sealed record FirePreviewContract
{
    [Description("In order of time.")]
    public required IReadOnlyList<FireContract> Fires { get; init; }

    [Description("What is skipped meanwhile, in order of time; at most 1,000, the earliest.")]
    public required IReadOnlyList<SkippedFireContract> Skipped { get; init; }

    public static FirePreviewContract Of(FirePreview preview) => new()
    {
        Fires = [.. preview.Fires.Select(fire => new FireContract(fire.NominalAt, fire.LocalTime, fire.Notes))],
        Skipped = [.. preview.Skipped.Select(skipped => new SkippedFireContract(skipped.LocalTime, skipped.Reason))],
    };
}
