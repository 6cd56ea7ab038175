using Cronos;
using JobScheduler.FunctionsHost.Tests.Protocol;
using JobScheduler.FunctionsHost.Tests.Workers;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>The timer of one function: once at the start if it says so, then at the times of its expression, in UTC.</summary>
internal sealed class TimerListener(WorkerFunction function, Func<Task<Invocation>> invoke)
{
    /// <summary>What the host tells the function of its timer.</summary>
    public const string Info = """{ "Schedule": { "AdjustForDST": true }, "ScheduleStatus": null, "IsPastDue": false }""";

    // Timers of a host run in real time.
#pragma warning disable RS0030
    private static readonly TimeProvider Time = TimeProvider.System;
#pragma warning restore RS0030

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var schedule = CronExpression.Parse((string)function.Trigger["schedule"]!, CronFormat.IncludeSeconds);
        var now = (bool?)function.Trigger["runOnStartup"] ?? false;
        try
        {
            while (true)
            {
                if (!now)
                {
                    var at = Time.GetUtcNow().UtcDateTime;
                    await Task.Delay(schedule.GetNextOccurrence(at)!.Value - at, Time, stopping);
                }

                now = false;
                await FireAsync();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task FireAsync()
    {
        try
        {
            await invoke();
        }
        catch (WorkerGoneException)
        {
            // As in a host: this fire has failed, the next one comes.
        }
    }
}
