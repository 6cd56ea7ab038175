using System.Text.Json;
using JobScheduler.Jobs;

namespace JobScheduler.Api.Reading;

/// <summary>Reads a job as PUT, POST and PATCH take it.</summary>
public static class JobReader
{
    private const string NoLimits = "limits are not available in this version; write null";

    /// <exception cref="MalformedException">With every error of shape.</exception>
    /// <exception cref="RefusalException">A limit was given.</exception>
    public static JobBody Read(JsonElement body)
    {
        var errors = new ErrorList();
        var refused = new ErrorList();
        var job = ObjectReader.Open(body, "", errors) is { } reader ? Read(reader, refused) : null;
        MalformedException.ThrowIfAny(errors);
        refused.ThrowIfAny();
        return job!;
    }

    private static JobBody Read(ObjectReader reader, ErrorList refused)
    {
        var id = reader.Text("id");
        var definition = new JobDefinition
        {
            Name = reader.Text("name"),
            Description = reader.Text("description"),
            Labels = reader.TextMap("labels") ?? new Dictionary<string, string>(),
            Target = TargetReader.Read(reader, "target", required: true)!,
            Input = reader.Raw("input"),
            Priority = reader.Choice<Priority>("priority") ?? Priority.Normal,
            Placement = reader.Choice<Placement>("placement") ?? Placement.Pinned,
            Retry = PolicyReader.ReadRetry(reader) ?? new RetryPolicy(),
            Timeouts = PolicyReader.ReadTimeouts(reader) ?? new Timeouts(),
            Retention = ReadRetention(reader),
        };
        ReadConcurrency(reader, refused);
        var paused = reader.Flag("paused");
        reader.Ignore("pause", "version", "createdBy", "createdAt", "updatedAt");
        reader.Close();
        return new JobBody(id, definition, paused);
    }

    private static TimeSpan ReadRetention(ObjectReader reader) =>
        reader.Span("retention") ?? new JobDefinition { Target = new HandlerTarget { Name = "" } }.Retention;

    private static void ReadConcurrency(ObjectReader reader, ErrorList refused)
    {
        if (reader.Inner("concurrency") is not { } limits)
        {
            return;
        }

        if (limits.Whole("max") is not null)
        {
            refused.Add("concurrency.max", NoLimits);
        }

        if (limits.Text("group") is not null)
        {
            refused.Add("concurrency.group", NoLimits);
        }

        limits.Close();
    }
}

/// <summary>A job as a request gives it.</summary>
/// <param name="Id">Null when it was not given.</param>
/// <param name="Definition">Of right shape; its meaning is checked by the domain.</param>
/// <param name="Paused">Null: as it is.</param>
public sealed record JobBody(string? Id, JobDefinition Definition, bool? Paused);
