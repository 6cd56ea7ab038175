using System.Globalization;
using System.Threading.Channels;
using JobScheduler.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace JobScheduler.Client.Tests.Wire;

/// <summary>A server on a free loopback port, over storage in memory, with clock and pumps running, as a head composes it.</summary>
public sealed class WireHost : IAsyncLifetime
{
    public const string Key = "k-iytu8uE6v89ERz7ycWpRieZk3DA6MOEu";

    private const string Target = "/target/taken";

    private ApiHost? _host;

    /// <summary>With the administrator's key.</summary>
    public JobSchedulerClient Client { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>A target of HTTP that says "taken" and puts what it was told into <see cref="Calls"/>.</summary>
    public string TargetUrl => new Uri(Address, Target).AbsoluteUri;

    internal Channel<CallbackCall> Calls { get; } = Channel.CreateUnbounded<CallbackCall>();

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(Key, time => new MemoryStorage(time), app => app.MapPost(Target, Take));
        Address = _host.Address;
        Client = new JobSchedulerClient(Address, Key);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    private Accepted Take(HttpContext context)
    {
        string Header(string name) => context.Request.Headers[name].ToString();
        var fence = long.Parse(Header("JobScheduler-Fence"), CultureInfo.InvariantCulture);
        Calls.Writer.TryWrite(new CallbackCall(Header("JobScheduler-Run"), fence, Header("JobScheduler-Token")));
        return TypedResults.Accepted((string?)null);
    }
}
