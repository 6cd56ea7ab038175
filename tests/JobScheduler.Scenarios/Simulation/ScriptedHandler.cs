using System.Text.Json;
using JobScheduler.Shards;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// A handler that does what its name says; it reads its script from the input: <c>{ "times": n, "seconds": s }</c>.
/// </summary>
internal sealed class ScriptedHandler(string name, SimulatedProcess process) : IJobHandler
{
    public const string Ok = "ok";

    /// <summary>Fails in its first attempts.</summary>
    public const string Flaky = "flaky";

    /// <summary>Works until it is cancelled.</summary>
    public const string Hang = "hang";

    /// <summary>Works for ever, whatever it is told.</summary>
    public const string Stubborn = "stubborn";

    /// <summary>Takes its process along in its first attempts.</summary>
    public const string Kill = "kill";

    /// <summary>Reports progress each second.</summary>
    public const string Progress = "progress";

    /// <summary>Fails until the world is repaired.</summary>
    public const string Broken = "broken";

    /// <summary>Its target completes by callback.</summary>
    public const string Callback = "callback";

    /// <summary>Saves a step each second, up to <see cref="Steps"/>; takes its process along halfway, in its first attempts.</summary>
    public const string Saving = "saving";

    /// <summary>Works until its process announces that it stops, then hands itself back; succeeds in the next attempt.</summary>
    public const string Polite = "polite";

    /// <summary>Saves at the moment at which its process renews leases.</summary>
    public const string SavingAtTheBeat = "savingAtTheBeat";

    /// <summary>How many steps a run of <see cref="Saving"/> has.</summary>
    public const int Steps = 6;

    public static readonly IReadOnlyList<string> Names =
        [Ok, Flaky, Hang, Stubborn, Kill, Progress, Broken, Callback, Saving, SavingAtTheBeat, Polite];

    public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
    {
        var execution = process.World.Journal.Begin(process.Name, job.RunId, job.Attempt, process.World.Time.Now);
        using var registration = cancellation.Register(() => execution.CanceledAt = process.World.Time.Now);
        var (times, seconds) = Read(job.Input);
        await (name switch
        {
            Hang => Task.Delay(TimeSpan.FromDays(40), process.Clock, cancellation),
            Stubborn => Task.Delay(TimeSpan.FromDays(40), process.Clock, CancellationToken.None),
            Progress => ReportAsync(job, seconds, cancellation),
            Kill when job.Attempt <= times => DieAsync(),
            Saving => SaveAsync(job, times, cancellation),
            SavingAtTheBeat => SaveAtTheBeatAsync(job, cancellation),
            Polite when job.Attempt == 1 => Task.Delay(TimeSpan.FromDays(40), process.Clock, job.Stopping),
            _ => Task.Delay(TimeSpan.FromSeconds(seconds), process.Clock, cancellation),
        });
        return (name == Flaky && job.Attempt <= times) || (name == Broken && !process.World.IsRepaired)
            ? throw new JobFailedException("flaky", $"attempt {job.Attempt} of {times}")
            : new RawJson($$"""{"attempt":{{job.Attempt}}}""");
    }

    private static (int Times, double Seconds) Read(RawJson? input)
    {
        using var script = JsonDocument.Parse(input?.Text ?? "{}");
        return script.RootElement.ValueKind != JsonValueKind.Object ? (1, 0) :
            (script.RootElement.TryGetProperty("times", out var times) ? times.GetInt32() : 1,
            script.RootElement.TryGetProperty("seconds", out var seconds) ? seconds.GetDouble() : 0);
    }

    private async Task ReportAsync(JobContext job, double seconds, CancellationToken cancellation)
    {
        for (var second = 1; second <= seconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), process.Clock, cancellation);
            job.Report(second / seconds, $"second {second}");
        }
    }

    private async Task SaveAsync(JobContext job, int times, CancellationToken cancellation)
    {
        var journal = process.World.Journal;
        var first = job.State<int>();
        if (first < journal.LastSaved(job.RunId))
        {
            throw new JobFailedException("forgotten", $"{first} of {journal.LastSaved(job.RunId)}", retryable: false);
        }

        for (var step = first + 1; step <= Steps; step++)
        {
            await job.SaveAsync(step, (double)step / Steps);
            journal.Saved(job.RunId, step);
            await Task.Delay(TimeSpan.FromSeconds(1), process.Clock, cancellation);
            if (step == Steps / 2 && job.Attempt <= times)
            {
                await DieAsync();
            }
        }
    }

    private async Task SaveAtTheBeatAsync(JobContext job, CancellationToken cancellation)
    {
        for (var step = 1; step <= Steps; step++)
        {
            await Task.Delay(LeaseTimes.Beat, process.Clock, cancellation);
            await job.SaveAsync(step);
            await job.SaveAsync(step);
        }
    }

    private async Task DieAsync()
    {
        process.World.Kill(process);
        await Task.Yield();
    }
}
