using System.Text.Json;
using JobScheduler.Api.Http;
using JobScheduler.Runs;

namespace JobScheduler.Api.Runs;

/// <summary>The bodies of requests about runs, and what they mean.</summary>
public sealed class RunBodies(RunRules rules)
{
    private static readonly string[] Everywhere = ["input", "priority", "labels", "at", "after"];
    private static readonly string[] OfItsOwn = ["name", "target", "retry", "timeouts", "retention"];

    public static readonly BodyShape<RunRequest> OfJob = new()
    {
        Name = "RunSubmission",
        Description = "A run of a job. With an empty body, everything is taken from the job.",
        Only = [.. Everywhere, "overlap"],
    };

    public static readonly BodyShape<RunRequest> Own = new()
    {
        Name = "OwnRunSubmission",
        Description = "A run without a job.",
        Only = [.. Everywhere, .. OfItsOwn],
        Required = ["target"],
    };

    /// <summary>One of many; checked on its own. Few of its errors are listed: the answer must not outgrow the request.</summary>
    public static readonly BodyShape<RunRequest> Item = new() { MostErrors = 10 };

    /// <summary>As documented. Items are read one by one, so that an invalid one does not affect the valid ones.</summary>
    public static readonly BodyShape<ItemList<RunRequest>> Bulk = new()
    {
        Name = "BulkSubmission",
        Description = "Up to 1,000 runs. Each is accepted or refused independently.",
    };

    /// <summary>As it is read.</summary>
    public static readonly BodyShape<ItemList<JsonElement>> Items = new();

    public static readonly BodyShape<RunCancellation> CancelMany = new()
    {
        Also = (filter, errors) =>
        {
            BodyRules.CheckShapeOfId(filter.JobId, "job", errors);
            BodyRules.CheckShapeOfId(filter.ScheduleId, "schedule", errors);
            BodyRules.CheckLength(filter.BatchId, "batch", errors);
            LabelText.Parse(filter.Labels ?? [], "label", errors);
        },
    };

    public static readonly BodyShape<RunRedrive> Redrive = new();

    public static readonly BodyShape<HeartbeatReport> Heartbeat = new()
    {
        Also = (report, errors) =>
        {
            if (report.Progress is < 0 or > 1)
            {
                errors.AddShape("progress", "must be 0 to 1");
            }
        },
    };

    public static readonly BodyShape<LogReport> Log = new()
    {
        Also = (report, errors) =>
        {
            if (report.Lines is { Count: 0 or > LogReport.MostLines })
            {
                errors.AddShape("lines", $"must have 1 to {LogReport.MostLines} lines");
            }
        },
    };

    public static readonly BodyShape<Completion> Completion = new() { Also = CheckOutcome };

    /// <summary>Which runs a filter means, in the words of Core: a blank text is no condition.</summary>
    public static RunQuery QueryOf(RunConditions filter) => new()
    {
        JobId = Conditions.Text(filter.JobId),
        ScheduleId = Conditions.Text(filter.ScheduleId),
        BatchId = Conditions.Text(filter.BatchId),
        States = [.. (filter.States ?? []).Distinct()],
        Labels = LabelText.Parse(filter.Labels ?? [], "label", new ErrorList()),
        From = filter.From,
        To = filter.To,
    };

    /// <summary>The rules of a cancel of many.</summary>
    public static void Judge(RunCancellation cancel, ErrorList errors)
    {
        Conditions.CheckRange(cancel.From, cancel.To, errors);
        BodyRules.CheckScope(
            cancel.All,
            errors,
            ("job", cancel.JobId),
            ("schedule", cancel.ScheduleId),
            ("batch", cancel.BatchId),
            ("state", cancel.States),
            ("label", cancel.Labels),
            ("from", cancel.From),
            ("to", cancel.To));
    }

    /// <summary>One item of a bulk submission.</summary>
    /// <exception cref="MalformedException">Something has the wrong shape; meanings may be wrong as well.</exception>
    public RunRequest ReadItem(JsonElement item) => Item.Read(item, Judge);

    /// <summary>
    /// The rules of a request. Whoever accepts it applies them; here they are applied only if something could not be read, so that all
    /// errors are reported together and a valid request is checked once.
    /// </summary>
    public void Judge(RunRequest request, ErrorList errors)
    {
        if (!errors.IsEmpty)
        {
            rules.Check(request, errors);
        }
    }

    private static void CheckOutcome(Completion completion, ErrorList errors)
    {
        var succeeded = completion.Outcome == CompletionOutcome.Succeeded;
        if (succeeded && completion.Error is not null)
        {
            errors.AddShape("error", "belongs to the outcome \"failed\"", "outcome");
        }

        if (!succeeded && completion.Error is null)
        {
            errors.AddShape("error", "is required when the outcome is \"failed\": say what failed", "outcome");
        }

        if (!succeeded && completion.Result is not null)
        {
            errors.AddShape("result", "belongs to the outcome \"succeeded\"", "outcome");
        }
    }
}
