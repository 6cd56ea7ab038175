using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

public class FreezeTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Freeze_in_the_middle_of_runs_loses_none()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync();
        await using var server = await StandaloneProcess.StartAsync(folder);
        var runs = await Submissions.BulkAsync(server.Api, target, 500);
        await target.ArrivedAsync(100);

        await server.SignalAsync("STOP");

        // That nobody answers for two seconds is the freeze, and the proof that it was one.
#pragma warning disable RS0030 // A real process is frozen, in real time.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
#pragma warning restore RS0030
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => server.Api.SendAsync(HttpMethod.Get, "/health/live", cancellation: patience.Token));
        await server.SignalAsync("CONT");

        Assert.Equal(0, await Submissions.AllEndOnceAsync(server.Api, target, runs));
    }
}
