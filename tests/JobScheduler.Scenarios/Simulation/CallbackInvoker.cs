using JobScheduler.Targets;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>A target that takes the work and completes it through the API.</summary>
internal sealed class CallbackInvoker(SimulatedProcess process) : ITargetInvoker
{
    public bool CanInvoke(Target target) => target is HandlerTarget { Name: ScriptedHandler.Callback };

    public Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation)
    {
        process.World.Journal.Begin(process.Name, attempt.RunId, attempt.Attempt, process.World.Time.Now);
        return Task.FromResult<TargetOutcome>(new TargetOutcome.Taken());
    }
}
