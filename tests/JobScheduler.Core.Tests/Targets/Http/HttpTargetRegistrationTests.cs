using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Targets.Http;

public sealed class HttpTargetRegistrationTests
{
    [Fact]
    public void AddHttpTargets_allowedRanges_reachTheGuard()
    {
        using var provider = Compose("127.0.0.0/8", "fd12:3456::/32");
        var guard = provider.GetRequiredService<AddressGuard>();
        Assert.True(guard.Allows(IPAddress.Loopback, 80));
        Assert.True(guard.Allows(IPAddress.Parse("fd12:3456::1"), 80));
        Assert.False(guard.Allows(IPAddress.Parse("10.0.0.1"), 80));
    }

    [Fact]
    public void AddHttpTargets_noRanges_allowsNoPrivateAddress()
    {
        using var provider = Compose();
        Assert.False(provider.GetRequiredService<AddressGuard>().Allows(IPAddress.Loopback, 80));
    }

    [Fact]
    public void AddHttpTargets_twice_registersOneInvoker()
    {
        using var provider = Services().AddHttpTargets().AddHttpTargets().BuildServiceProvider();
        Assert.IsType<HttpTargetInvoker>(Assert.Single(provider.GetServices<ITargetInvoker>()));
    }

    [Fact]
    public async Task AddHttpTargets_composed_reachesARealName()
    {
        await using var server = LoopbackServer.Answering(_ => LoopbackServer.Reply(200, "hello", "Content-Type: text/plain\r\n"));
        using var provider = Compose("127.0.0.0/8", "::1/128");
        var attempt = InvokerBench.Attempt(new HttpTarget { Url = server.Url("/", "localhost") });
        var outcome = await provider.GetRequiredService<ITargetInvoker>().InvokeAsync(attempt, TestContext.Current.CancellationToken);
        Assert.Equal("text/plain", Assert.IsType<TargetOutcome.Succeeded>(outcome).Content!.ContentType);
    }

    [Fact]
    public async Task AddHttpTargets_addressRefused_logsWhatTheCallerIsNotTold()
    {
        var log = new FakeLog();
        using var provider = Services().AddHttpTargets()
            .AddSingleton<INameResolver>(new FakeNetwork().With("intranet.example", ["192.168.7.7"]))
            .AddSingleton<ILogger<HttpTargetInvoker>>(log)
            .BuildServiceProvider();
        var attempt = InvokerBench.Attempt(new HttpTarget { Url = "http://intranet.example/" });
        var outcome = await provider.GetRequiredService<ITargetInvoker>().InvokeAsync(attempt, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("192.168", Assert.IsType<TargetOutcome.Failed>(outcome).Error.Message, StringComparison.Ordinal);
        Assert.Equal("Run 03-0123 of tenant default may not reach intranet.example: 192.168.7.7 is private", Assert.Single(log.Lines));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10/8")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/33")]
    [InlineData("0x7f.0.0.0/8")]
    [InlineData("fe80::%1/10")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/8, 11.0.0.0/8")]
    [InlineData("10.0.0.0/8:")]
    [InlineData("10.0.0.0/8:0")]
    [InlineData("10.0.0.0/8:080")]
    [InlineData("10.0.0.0/8:65536")]
    [InlineData("10.0.0.0/8:-80")]
    [InlineData("10.0.0.0/8:80-")]
    [InlineData("10.0.0.0/8:90-80")]
    [InlineData("10.0.0.0/8:80-90-99")]
    [InlineData("10.0.0.0/8: 80")]
    [InlineData("10.0.0.0/8:80:81")]
    [InlineData("10.0.0.0:80/8")]
    [InlineData("10.0.0.1:80")]
    [InlineData("[10.0.0.0/8]:80")]
    [InlineData("[fd12::/32]443")]
    [InlineData("[fd12::/32]:")]
    [InlineData("[fd12::/32]:http")]
    [InlineData("[fd12::/32")]
    [InlineData("fd12::/32]:443")]
    [InlineData("[fd12::]/32:443")]
    [InlineData("[[fd12::/32]]:443")]
    [InlineData("fd12::/32:443")]
    [InlineData("fd12:::443/32")]
    public void AddHttpTargets_rangeThatIsNoExactRange_failsWithItsKey(string range)
    {
        using var provider = Compose("10.0.0.0/8", range, "bad");
        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<TargetOptions>>().Value);
        Assert.Contains("Targets:AllowedPrivateRanges:1:", error.Message, StringComparison.Ordinal);
        Assert.Contains("Targets:AllowedPrivateRanges:2:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddHttpTargets_badTimeout_failsAtStart()
    {
        using var provider =
            Services().AddHttpTargets().Configure<TargetOptions>(options => options.ConnectTimeout = TimeSpan.Zero).BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }

    private static ServiceProvider Compose(params string[] ranges) => Services()
        .AddHttpTargets()
        .Configure<TargetOptions>(options => Array.ForEach(ranges, options.AllowedPrivateRanges.Add))
        .BuildServiceProvider();

    private static IServiceCollection Services() => new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider())
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));

    private sealed class FakeLog : ILogger<HttpTargetInvoker>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
