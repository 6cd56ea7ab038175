using JobScheduler.Targets;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>HTTP targets: hosts below <c>hang.example</c> never answer, the others at once.</summary>
internal sealed class ScriptedCalls(SimulatedProcess process) : ITargetInvoker
{
    public const string Hanging = "hang.example";

    /// <summary>A call to a host.</summary>
    public static RunRequest To(string host, Priority priority = Priority.Normal) => new()
    {
        Target = new HttpTarget { Url = $"https://{host}/work" },
        Priority = priority,
        Timeouts = new Timeouts { Run = TimeSpan.FromHours(1) },
    };

    public bool CanInvoke(Target target) => target is HttpTarget;

    public async Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation)
    {
        process.World.Journal.Begin(process.Name, attempt.RunId, attempt.Attempt, process.World.Time.Now);
        if (new Uri(((HttpTarget)attempt.Target).Url).Host.EndsWith(Hanging, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromDays(40), process.Clock, cancellation);
        }

        return new TargetOutcome.Succeeded(null);
    }
}
