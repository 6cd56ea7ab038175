using System.Text.Json;
using JobScheduler.Jobs;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Reading;

/// <summary>Reads a schedule as PUT, POST and PATCH take it.</summary>
public static class ScheduleReader
{
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static ScheduleBody Read(JsonElement body) => BodyReader.Read(body, (reader, _) =>
    {
        var id = reader.Text("id");
        var definition = new ScheduleDefinition
        {
            Spec = SpecReader.Read(reader)!,
            Policy = ReadPolicy(reader),
            Input = reader.Raw("input"),
            Priority = reader.Choice<Priority>("priority"),
        };
        var pause = ReadPause(reader);
        reader.Ignore("jobId", "nextFireAt", "lastFireAt", "runs", "createdBy", "createdAt", "updatedAt");
        return new ScheduleBody(id, definition, pause);
    });

    private static SchedulePolicy ReadPolicy(ObjectReader owner)
    {
        var defaults = new SchedulePolicy();
        if (owner.Inner("policy") is not { } reader)
        {
            return defaults;
        }

        var policy = new SchedulePolicy
        {
            Misfire = reader.Choice<MisfireRule>("misfire") ?? defaults.Misfire,
            CatchUpWindow = reader.Span("catchUpWindow") ?? defaults.CatchUpWindow,
            MaxCatchUp = reader.Whole("maxCatchUp") ?? defaults.MaxCatchUp,
            Overlap = reader.Choice<OverlapRule>("overlap") ?? defaults.Overlap,
        };
        reader.Close();
        return policy;
    }

    // Note and time of a pause that ends are let through: they were read with it, and paused: false is all that a client changes.
    private static SchedulePauseWish? ReadPause(ObjectReader reader)
    {
        var paused = reader.Flag("paused");
        var note = reader.Text("note");
        var until = reader.Time("resumeAt");
        if (!reader.Has("paused"))
        {
            foreach (var name in new[] { "note", "resumeAt" })
            {
                if (reader.Has(name))
                {
                    reader.Refuse(name, "belongs to a pause: give paused as well");
                }
            }
        }

        return paused switch { true => new SchedulePauseWish(true, note, until), false => new SchedulePauseWish(false), null => null };
    }
}

/// <summary>A schedule as a request gives it.</summary>
/// <param name="Id">Null when it was not given.</param>
/// <param name="Definition">Of right shape; its meaning is checked by the domain.</param>
/// <param name="Pause">Null: as it is.</param>
public sealed record ScheduleBody(string? Id, ScheduleDefinition Definition, SchedulePauseWish? Pause);
