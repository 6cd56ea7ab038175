using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Targets.Http;

/// <summary>
/// An invoker composed as in production, but for the names, the wire and the clock. Loopback is allowed unless other ranges are given.
/// </summary>
internal sealed class InvokerBench : IDisposable
{
    private readonly TaskCompletionSource _answered = new();

    public static readonly DateTimeOffset Start = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);

    public InvokerBench(
        FakeNetwork? network = null,
        string[]? allowed = null,
        TimeSpan? connectTimeout = null,
        Action<SocketsHttpHandler>? tune = null,
        string? publicUrl = null,
        ILogger<HttpTargetInvoker>? log = null)
    {
        Network = network ?? new FakeNetwork();
        Guard = new AddressGuard((allowed ?? ["127.0.0.0/8"]).Select(
            text => AllowedRange.TryParse(text, out var range) ? range : throw new FormatException(text)));
        var handler = GuardedHandler.Create(
            new GuardedConnector(Guard, Network, Network, Clock),
            new TargetOptions { ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(10) });
        tune?.Invoke(handler);
        Invoker = new HttpTargetInvoker(
            new Observed(handler, _answered),
            Guard,
            Clock,
            new Entropy(),
            new CallbackAddress(publicUrl, null),
            log ?? NullLogger<HttpTargetInvoker>.Instance);
    }

    /// <summary>Done as soon as the head of an answer has arrived.</summary>
    public Task Answered => _answered.Task;

    public FakeNetwork Network { get; }

    public AddressGuard Guard { get; }

    public FakeTimeProvider Clock { get; } = new(Start);

    public HttpTargetInvoker Invoker { get; }

    public static AttemptContext Attempt(HttpTarget target, string? input = null) => new()
    {
        Tenant = "default",
        RunId = "03-0123",
        JobId = "nightly",
        JobVersion = 2,
        Attempt = 2,
        Fence = 7,
        NominalAt = Start,
        Stopping = CancellationToken.None,
        Target = target,
        Input = input is null ? null : new RawJson(input),
        Timeouts = new Timeouts(),
        CompletionToken = "secret-of-attempt",
        Report = new SilentReport(),
    };

    public Task<TargetOutcome> InvokeAsync(HttpTarget target, string? input = null, CancellationToken? cancellation = null) =>
        Invoker.InvokeAsync(Attempt(target, input), cancellation ?? TestContext.Current.CancellationToken);

    public async Task<TargetOutcome.Failed> FailAsync(HttpTarget target, CancellationToken? cancellation = null) =>
        Assert.IsType<TargetOutcome.Failed>(await InvokeAsync(target, cancellation: cancellation));

    public async Task<ResultContent?> SucceedAsync(HttpTarget target, string? input = null) =>
        Assert.IsType<TargetOutcome.Succeeded>(await InvokeAsync(target, input)).Content;

    public void Dispose() => Invoker.Dispose();

    private sealed class Observed(HttpMessageHandler inner, TaskCompletionSource answered) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answered.TrySetResult();
            return answer;
        }
    }

    private sealed class SilentReport : IAttemptReport
    {
        public void Log(LogSeverity level, string message)
        {
        }

        public void Beat(double? progress = null, string? message = null)
        {
        }

        public Task SaveAsync(RawJson state, double? progress) => Task.CompletedTask;
    }
}
