using JobScheduler.Clock;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>Runs the orchestrated clock in one process: its turns, and its sleeps, of which no other process can wake it.</summary>
internal sealed class SimulatedOrchestration(ClockTurn turn, TimeProvider time, CancellationToken stopping) : IOrchestrationContext
{
    private bool _goesOn = true;

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task RunAsync()
    {
        while (_goesOn && !stopping.IsCancellationRequested)
        {
            _goesOn = false;
            await ClockOrchestration.RunAsync(this);
        }
    }

    public async Task<TResult> CallAsync<TResult>(string activity, object? input = null)
    {
        Assert.Equal(ClockOrchestration.Turn, activity);
        try
        {
            return (TResult)(object)await turn.RunAsync(stopping);
        }
        catch (StorageException error)
        {
            throw new ActivityFailedException(activity, error.Message, error);
        }
    }

    public Task WaitUntilAsync(DateTimeOffset due) => due > Now ? Task.Delay(due - Now, time, stopping) : Task.CompletedTask;

    public void ContinueAsNew(object? input = null) => _goesOn = true;
}
