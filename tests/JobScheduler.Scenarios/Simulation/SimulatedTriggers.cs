using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// The queue listeners of the Functions host: each polls its queue, more rarely the longer it finds nothing, and fetches no more while many
/// messages are in hand. The numbers are those of <c>host.json</c>.
/// </summary>
internal sealed class SimulatedTriggers(IServiceProvider services, TimeProvider time)
{
    /// <summary>The longest pause between two polls.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2.5);

    private const int Batch = 8;
    private const int Threshold = 300;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly IQueueStore _queues = services.GetRequiredService<IStorage>().Queues;
    private readonly TriggeredMessages _messages = services.GetRequiredService<TriggeredMessages>();

    public Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(new[] { QueueNames.High, QueueNames.Normal, QueueNames.Low }.Select(queue => ListenAsync(queue, stopping)));

    private async Task ListenAsync(string queue, CancellationToken stopping)
    {
        var open = new List<Task>();
        for (var pause = ShortestPause; !stopping.IsCancellationRequested;)
        {
            open.RemoveAll(work => work.IsCompleted);
            var messages = open.Count > Threshold
                ? []
                : await _queues.ReceiveAsync(queue, Batch, TimeSpan.FromMinutes(10), CancellationToken.None);
            open.AddRange(messages.Select(message => ExecuteAsync(queue, message, stopping)));
            pause = messages.Count > 0 ? ShortestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            if (messages.Count == 0)
            {
                await Task.Delay(pause, time, stopping);
            }
        }
    }

    private async Task ExecuteAsync(string queue, QueueMessage message, CancellationToken stopping)
    {
        await _messages.ExecuteAsync(queue, message.Body, stopping);
        await _queues.DeleteAsync(queue, message.Id, message.Receipt, CancellationToken.None);
    }
}
