using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Client.Tests.Readme;

/// <summary>
/// What pages show, as code that is compiled and run: each part between the marks is a block of a page. <c>server</c> stands for the
/// address that pages give, and <c>lines.Add</c> for <c>Console.WriteLine</c>.
/// </summary>
internal static class ReadmeExamples
{
    public static async Task<Schedule> FirstScreenAsync(Uri server, string key)
    {
        // page
        using var scheduler = new JobSchedulerClient(server, key);
        await scheduler.Jobs.PutAsync(new Job { Id = "report", Target = new HttpTarget { Url = "https://example.com/report" } });
        await scheduler.Schedules.PutAsync(
            "report", new Schedule { Id = "nightly", Spec = CronSpec.Of("0 2 * * MON-FRI", "Europe/Berlin") });
        // end
        return await scheduler.Schedules.GetAsync("report", "nightly");
    }

    public static async Task<Me> MakeAsync(Uri server, string key)
    {
        // page
        using var client = new JobSchedulerClient(server, key);
        var me = await client.Access.GetMeAsync();   // throws UnauthorizedException if the key is wrong
        // end
        return me;
    }

    public static async Task<List<string>> DefineAsync(JobSchedulerClient client)
    {
        var lines = new List<string>();
        // page
        var job = await client.Jobs.PutAsync(new Job
        {
            Id = "send-invoice",
            Target = new HandlerTarget { Name = "echo" },
            Retry = new RetryPolicy { MaxAttempts = 5, InitialDelay = TimeSpan.FromSeconds(5), NeverOn = ["badAddress"] },
            Timeouts = new Timeouts { Run = TimeSpan.FromMinutes(2) },
            Labels = new Dictionary<string, string> { ["team"] = "finance" },
        });
        await foreach (var found in client.Jobs.ListAsync(new JobFilter { Labels = ["team:finance"] }))
        {
            lines.Add($"{found.Id} has version {found.Version}");
        }
        // end
        Assert.Equal(1, job.Version);
        return lines;
    }

    public static async Task<Invoice?> SubmitAsync(JobSchedulerClient client)
    {
        // page
        var run = await client.Runs.SubmitAsync(
            new RunRequest { JobId = "send-invoice", Input = RawJson.Of(new Invoice(17, 99.50m)) });
        var ended = await client.Runs.WaitForEndAsync(run.Id, atMost: TimeSpan.FromMinutes(5));
        var invoice = ended.State == RunState.Succeeded
            ? ended.Result?.As<Invoice>()
            : throw new InvalidOperationException($"the run is {ended.State}: {ended.Error?.Type} {ended.Error?.Message}");
        // end
        return invoice;
    }

    public static async Task<(Run First, Run Again)> SubmitTwiceAsync(JobSchedulerClient client)
    {
        // page
        var request = new RunRequest { JobId = "send-invoice", IdempotencyKey = "invoice-18" };
        var first = await client.Runs.SubmitAsync(request);
        var again = await client.Runs.SubmitAsync(request);   // the same run: again.Id == first.Id, and again.Replayed is true
        // end
        return (first, again);
    }

    public static async Task<List<string>> SubmitManyAsync(JobSchedulerClient client, IEnumerable<Invoice> invoices)
    {
        var lines = new List<string>();
        // page
        var requests = invoices.Select(invoice => new RunRequest
        {
            JobId = "send-invoice",
            Input = RawJson.Of(invoice),
            IdempotencyKey = $"invoice-{invoice.Number}",
        });
        foreach (var chunk in requests.Chunk(1000))
        {
            var outcomes = await client.Runs.SubmitManyAsync(chunk);   // in the order of the requests
            foreach (var (request, outcome) in chunk.Zip(outcomes))
            {
                lines.Add($"{request.IdempotencyKey}: {outcome.Run?.Id ?? outcome.Problem?.Detail}");
            }
        }
        // end
        return lines;
    }

    public static async Task<(WhyWaiting Why, Run Canceled)> SubmitForLaterAsync(JobSchedulerClient client)
    {
        // page
        var later = await client.Runs.SubmitAsync(new RunRequest
        {
            Target = new HttpTarget { Url = "https://example.com/report" },
            After = TimeSpan.FromMinutes(40),
        });
        var why = await client.Runs.GetWhyAsync(later.Id);             // why.Blockers[0].Kind is BlockerKind.NotDue
        var canceled = await client.Runs.CancelAsync(later.Id);
        // end
        return (why, canceled);
    }

    public static async Task<List<string>> FollowAsync(JobSchedulerClient client)
    {
        var lines = new List<string>();
        // page
        var slow = await client.Runs.SubmitAsync(new RunRequest
        {
            Target = new HandlerTarget { Name = "delay" },
            Input = RawJson.Of(new { For = "100ms" }),
        });
        await foreach (var line in client.Runs.FollowLogsAsync(slow.Id))
        {
            lines.Add($"{line.At:T} {line.Level} {line.Message}");
        }
        // end
        return lines;
    }

    public static async Task<Operation> ScheduleAsync(JobSchedulerClient client, DateTimeOffset monday)
    {
        // page
        var spec = CronSpec.Of("30 7 * * MON-FRI", "Europe/Berlin");
        var preview = await client.Schedules.PreviewAsync(new PreviewRequest { Spec = spec, Count = 5 });   // stores nothing

        var schedule = await client.Schedules.PutAsync("send-invoice", new Schedule
        {
            Id = "mornings",
            Spec = spec,
            Policy = new SchedulePolicy { Misfire = MisfireRule.FireAll, MaxCatchUp = 3, Overlap = OverlapRule.QueueOne },
        });
        var now = await client.Schedules.TriggerAsync("send-invoice", "mornings");
        var backfill = await client.Schedules.BackfillAsync(
            "send-invoice", "mornings", new BackfillRequest { From = monday, To = monday.AddDays(5), MaxConcurrency = 2 });
        var done = await client.Operations.WaitForEndAsync(backfill.Id);
        await client.Schedules.PauseAsync("send-invoice", "mornings", new PauseRequest { Note = "until the printer is fixed" });
        // end
        Assert.Equal((5, "mornings", "mornings"), (preview.Fires.Count, schedule.Id, now.ScheduleId));
        return done;
    }

    public static async Task<Operation> RedriveAsync(JobSchedulerClient client)
    {
        // page
        var worst = (await client.DeadLetters.GetCausesAsync())[0];
        var redrive = await client.DeadLetters.RedriveManyAsync(
            new DeadLetterRedrive { Cause = worst.Id, Canary = 1, Rate = new Rate(50, 's') });
        var outcome = await client.Operations.WaitForEndAsync(redrive.Id);   // Failed, with an Error, if the canary failed
        // end
        return outcome;
    }

    public static async Task<List<string>> FailAsync(JobSchedulerClient client)
    {
        var lines = new List<string>();
        // page
        try
        {
            await client.Jobs.PutAsync(new Job { Id = "typing-error", Target = new HandlerTarget { Name = "ecko" } });
        }
        catch (InvalidRequestException invalid)
        {
            foreach (var (field, messages) in invalid.Errors)
            {
                lines.Add($"{field} {string.Join(", ", messages)}");
            }
        }
        catch (UnavailableException unavailable)
        {
            lines.Add(unavailable.MayHaveTakenEffect ? "look whether it happened" : "nothing happened; try again later");
        }
        // end
        return lines;
    }

    public static async Task<Job> ChangeAsync(JobSchedulerClient client)
    {
        // page
        while (true)
        {
            var read = await client.Jobs.GetAsync("send-invoice");
            try
            {
                return await client.Jobs.PutAsync(read with { Description = "By e-mail" }, Precondition.Unchanged(read.ETag));
            }
            catch (PreconditionFailedException)
            {
                // Somebody else changed it in between: read again.
            }
        }
        // end
    }

    public static JobSchedulerClient MakePatient(Uri server, string key)
    {
        // page
        var patient = new JobSchedulerClient(server, key, new JobSchedulerClientOptions
        {
            MaxTries = 20,                                // including the first; default 6, and 1 never retries
            FirstDelay = TimeSpan.FromMilliseconds(500),  // doubles with each try, less a random part of up to half; the default
            LongestDelay = TimeSpan.FromSeconds(15),      // bound of that delay; a Retry-After may be longer; the default
            TryTimeout = TimeSpan.FromSeconds(30),        // for one try, besides the time that the server is asked to wait; the default
            TotalTime = TimeSpan.FromMinutes(10),         // no try begins later than this after the call; default 2 minutes
        });
        // end
        return patient;
    }

    public static void AddOne(IServiceCollection services, Uri server, string key)
    {
        // page
        services.AddSingleton(_ => new JobSchedulerClient(server, key));
        // end
    }

    public static void AddOverFactory(IServiceCollection services, Uri server, string key)
    {
        // page
        services.AddHttpClient("scheduler", http => http.BaseAddress = server)
            .AddTypedClient(http => new JobSchedulerClient(http, key));
        // end
    }

    public static async Task<Invoice?> SubmitTrimmedAsync(JobSchedulerClient client)
    {
        // page
        var trimmed = await client.Runs.SubmitAsync(new RunRequest
        {
            JobId = "send-invoice",
            Input = RawJson.Of(new Invoice(20, 5m), InvoiceJson.Default.Invoice),
        });
        var result = (await client.Runs.WaitForEndAsync(trimmed.Id)).Result?.As(InvoiceJson.Default.Invoice);
        // end
        return result;
    }

    public static async Task<bool> ReportAsync(Uri server, string token, string runId, long fence)
    {
        // page
        using var reports = new JobSchedulerClient(server, token);
        var answer = await reports.Runs.HeartbeatAsync(runId, new HeartbeatReport { Fence = fence, Progress = 0.5, Message = "halfway" });
        var completion = answer.CancelRequested
            ? Completion.Failed(fence, "stopped", "it was canceled")
            : Completion.Succeeded(fence, RawJson.Of(new { Rows = 42 }));
        await reports.Runs.CompleteAsync(runId, completion);
        // end
        return answer.CancelRequested;
    }
}

/// <summary>Input and result of the examples.</summary>
// page
internal sealed record Invoice(int Number, decimal Amount);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Invoice))]
internal sealed partial class InvoiceJson : JsonSerializerContext;
// end
