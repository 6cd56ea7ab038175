using System.Globalization;
using System.Text.Json;
using JobScheduler.Api.Contracts;
using JobScheduler.DeadLetters;
using JobScheduler.Runs;

namespace JobScheduler.Api.Reading;

/// <summary>Reads the bodies of actions. All throw <see cref="MalformedException"/> with every error of shape.</summary>
public static class ActionBody
{
    public static PauseRequest ReadPause(JsonElement? body) => body is null ? new PauseRequest() : BodyReader.Read(body.Value, (reader, _) => new PauseRequest
    {
        Note = reader.Text("note"),
        Until = reader.Time("until"),
        WithdrawPending = reader.Flag("withdrawPending"),
    });

    public static RedriveRequest ReadRedrive(JsonElement? body) => body is null ? new RedriveRequest() : BodyReader.Read(body.Value, (reader, _) => new RedriveRequest
    {
        Input = reader.Raw("input"),
        Definition = reader.Choice<DefinitionChoice>("definition"),
    });

    public static RunFilter ReadRunFilter(JsonElement body) => BodyReader.Read(body, (reader, errors) => new RunFilter
    {
        JobId = reader.Id("job"),
        ScheduleId = reader.Id("schedule"),
        BatchId = reader.Text("batch"),
        States = ReadStates(reader),
        Labels = LabelText.Parse(reader.Texts("label") ?? [], "label", errors),
        From = reader.Time("from"),
        To = reader.Time("to"),
    });

    public static HeartbeatReport ReadHeartbeat(JsonElement body) => BodyReader.Read(body, (reader, errors) =>
    {
        var report = new HeartbeatReport(reader.BigWhole("fence", required: true) ?? 0, reader.Number("progress"), reader.Text("message"));
        if (report.Progress is < 0 or > 1)
        {
            errors.Add("progress", "must be 0 to 1");
        }

        return report with { Message = report.Message is null ? null : AttemptError.Of("", report.Message).Message };
    });

    public static Completion ReadCompletion(JsonElement body) => BodyReader.Read(body, (reader, _) =>
    {
        var fence = reader.BigWhole("fence", required: true) ?? 0;
        var succeeded = reader.Choice<CompletionOutcome>("outcome", required: true) != CompletionOutcome.Failed;
        var result = reader.Raw("result");
        var error = ReadError(reader);
        var retryable = reader.Flag("retryable") ?? true;
        if (succeeded && reader.Has("error"))
        {
            reader.Refuse("error", "belongs to the outcome \"failed\"");
        }

        if (!succeeded && !reader.Has("error"))
        {
            reader.Refuse("error", "is required when the outcome is \"failed\": say what failed");
        }

        if (!succeeded && reader.Has("result"))
        {
            reader.Refuse("result", "belongs to the outcome \"succeeded\"");
        }

        return new Completion(fence, succeeded, result, error, retryable);
    });

    public static RedrivePlan ReadRedrivePlan(JsonElement body) => BodyReader.Read(body, (reader, _) =>
        new RedrivePlan(ReadFilter(reader), reader.Whole("max") ?? 1000, ReadRate(reader), reader.Whole("canary") ?? 0));

    public static DeadLetterFilter ReadPurge(JsonElement body) => BodyReader.Read(body, (reader, _) => ReadFilter(reader));

    private static DeadLetterFilter ReadFilter(ObjectReader reader) =>
        new(reader.Id("job"), reader.Text("cause"), reader.Time("from"), reader.Time("to"));

    private static List<RunState> ReadStates(ObjectReader reader)
    {
        var states = new List<RunState>();
        foreach (var text in reader.Texts("state") ?? [])
        {
            if (EnumText.TryParse(text, out RunState state))
            {
                states.Add(state);
            }
            else
            {
                reader.Refuse("state", $"must be one of {EnumText.Names<RunState>()}, not {MemberName.Shown(text)}");
            }
        }

        return states;
    }

    private static AttemptError? ReadError(ObjectReader owner)
    {
        if (owner.Inner("error") is not { } reader)
        {
            return null;
        }

        var type = reader.Text("type", required: true);
        var message = reader.Text("message");
        reader.Close();
        return type is null ? null : AttemptError.Of(type, message);
    }

    /// <summary>So many per second, minute or hour, as <c>50/s</c>.</summary>
    private static double? ReadRate(ObjectReader reader)
    {
        if (reader.Text("rate") is not { } text)
        {
            return null;
        }

        var seconds = text.Length < 3 || text[^2] != '/' ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds > 0 && int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return (double)count / seconds;
        }

        reader.Refuse("rate", "must be a whole number per second, minute or hour, such as 50/s, 300/m, 1000/h");
        return null;
    }
}
