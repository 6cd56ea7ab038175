using JobScheduler.Api.Http;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Schedules;

/// <summary>The bodies of requests about schedules, and what they mean.</summary>
internal static class ScheduleBodies
{
    public static readonly BodyShape<Schedule> Schedule = new()
    {
        Also = (schedule, errors) =>
        {
            CheckSpec(schedule.Spec, errors);
            CheckPause(schedule, errors);
        },
    };

    public static readonly BodyShape<TriggerRequest> Trigger = new();

    public static readonly BodyShape<BackfillRequest> Backfill =
        new() { Also = (backfill, errors) => BodyRules.CheckShapeOfId(backfill.Id, "id", errors) };

    public static readonly BodyShape<PreviewRequest> Preview = new()
    {
        Also = (preview, errors) =>
        {
            CheckSpec(preview.Spec, errors);
            BodyRules.CheckShapeOfId(preview.JobId, "jobId", errors);
            BodyRules.CheckShapeOfId(preview.ScheduleId, "scheduleId", errors);
        },
    };

    /// <summary>The rules of a schedule's members; of the id, only its form.</summary>
    public static void Judge(Schedule schedule, ErrorList errors)
    {
        if (schedule.Id is not null && !Identifier.IsValid(schedule.Id))
        {
            errors.Add("id", $"must be {Identifier.Rule}");
        }

        // The note of a pause that ends is accepted, as it was read with it.
        ScheduleRules.Check(schedule.Paused == false ? schedule with { Note = null } : schedule, errors);
    }

    /// <summary>The rules of a schedule whose id is in the path.</summary>
    public static void Judge(Schedule schedule, string id, ErrorList errors)
    {
        BodyRules.CheckId(schedule.Id, id, errors);
        Judge(schedule with { Id = null }, errors);
    }

    /// <summary>What the members say about the pause; null: no change.</summary>
    public static SchedulePauseWish? PauseOf(Schedule schedule) => schedule.Paused switch
    {
        true => new SchedulePauseWish(true, schedule.Note, schedule.ResumeAt),
        false => new SchedulePauseWish(false),
        null => null,
    };

    private static void CheckSpec(ScheduleSpec? spec, ErrorList errors)
    {
        if (spec is OnceSpec { At: null, After: null })
        {
            errors.AddShape("spec.at", "is required unless after is given", "spec.after");
        }
    }

    // Note and time of a pause that ends are accepted: they were read with it, and a client only changes paused to false.
    private static void CheckPause(Schedule schedule, ErrorList errors)
    {
        if (schedule.Paused is not null)
        {
            return;
        }

        foreach (var (given, name) in new[] { (schedule.Note is not null, "note"), (schedule.ResumeAt is not null, "resumeAt") })
        {
            if (given)
            {
                errors.AddShape(name, "belongs to a pause: set paused, too", "paused");
            }
        }
    }
}
