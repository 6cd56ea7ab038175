using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Whether the server is alive and can work. Asked once, without the key and without retries.</summary>
public sealed class HealthClient
{
    private readonly Sender _sender;

    internal HealthClient(Sender sender) => _sender = sender;

    /// <summary>Whether the process responds.</summary>
    public Task<bool> IsLiveAsync(CancellationToken cancellation = default) => AskAsync("health/live", cancellation);

    /// <summary>Whether it can take work: its storage responds as well.</summary>
    public Task<bool> IsReadyAsync(CancellationToken cancellation = default) => AskAsync("health/ready", cancellation);

    private async Task<bool> AskAsync(string path, CancellationToken cancellation)
    {
        var result = await _sender.TryAsync(ApiCall.Get(path) with { Anonymous = true }, cancellation);
        using var answer = result.Answer;
        return answer is not null;
    }
}
