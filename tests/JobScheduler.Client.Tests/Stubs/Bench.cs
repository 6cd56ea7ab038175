namespace JobScheduler.Client.Tests.Stubs;

/// <summary>A client before a stub of a server, on a jumping clock.</summary>
internal sealed class Bench : IDisposable
{
    public const string Key = "secret-key-of-the-test";

    private readonly HttpClient _http;

    public Bench(Func<JobSchedulerClientOptions, JobSchedulerClientOptions>? adjust = null)
    {
        _http = new HttpClient(Server) { BaseAddress = new Uri("http://stub.example/base") };
        var options = new JobSchedulerClientOptions { Time = Time, Chance = new FixedChance() };
        Client = new JobSchedulerClient(_http, Key, adjust?.Invoke(options) ?? options);
    }

    public StubServer Server { get; } = new();

    public JumpingTime Time { get; } = new();

    public JobSchedulerClient Client { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }
}
