using System.Text.Json;
using JobScheduler.Api.Endpoints;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Reading;

/// <summary>Reads the bodies of what is asked of schedules. All throw <see cref="MalformedException"/> with every error of shape.</summary>
public static class ScheduleActionBody
{
    public static BackfillRequest ReadBackfill(JsonElement body) => BodyReader.Read(body, (reader, _) =>
    {
        var request = new BackfillRequest(
            reader.Id("id"), reader.Time("from", required: true) ?? default, reader.Time("to", required: true) ?? default);
        return request with { MaxConcurrency = reader.Whole("maxConcurrency") ?? request.MaxConcurrency };
    });

    public static PreviewBody ReadPreview(JsonElement body) => BodyReader.Read(body, (reader, _) => new PreviewBody(
        SpecReader.Read(reader)!, reader.Time("from"), reader.Whole("count") ?? FireEndpoints.UsualFires, reader.Id("jobId"), reader.Id("scheduleId")));
}

/// <summary>A spec whose fires are asked for.</summary>
/// <param name="Spec">Of right shape; its meaning is checked by the domain.</param>
/// <param name="From">Null: now.</param>
/// <param name="Count">How many.</param>
/// <param name="JobId">Null: of none in particular.</param>
/// <param name="ScheduleId">Null: of none in particular.</param>
public sealed record PreviewBody(ScheduleSpec Spec, DateTimeOffset? From, int Count, string? JobId, string? ScheduleId);
