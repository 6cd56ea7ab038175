using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

public sealed class HttpTargetConnectionTests
{
    [Fact]
    public async Task Invoke_nameThatIsReboundToLoopback_reachesOnlyTheCheckedAddress()
    {
        await using var server = Answering(_ => Reply(204));
        var network = new FakeNetwork().With("rebind.example", [FakeNetwork.PublicA], ["127.0.0.1"]);
        using var bench = new InvokerBench(network, allowed: []);
        var target = new HttpTarget { Url = server.Url("/", "rebind.example") };

        await bench.SucceedAsync(target);
        var second = await bench.FailAsync(target);

        // One resolution per connection: what was checked is what is dialled, and the second answer is judged anew.
        Assert.Equal([FakeNetwork.PublicA], network.Dialled);
        Assert.Equal(2, network.Resolved.Count);
        Assert.Equal("refused", second.Error.Type);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    public async Task Invoke_nameWithOneForbiddenAddressAmongPublicOnes_isRefusedAndDialsNone(string address)
    {
        var network = new FakeNetwork().With("mixed.example", [FakeNetwork.PublicA, address, FakeNetwork.PublicB]);
        using var bench = new InvokerBench(network, allowed: []);
        var failed = await bench.FailAsync(new HttpTarget { Url = "http://mixed.example/" });
        Assert.Equal(("refused", false), (failed.Error.Type, failed.Retryable));
        Assert.StartsWith(
            "mixed.example resolves to an address that targets may not reach; ", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("Targets:AllowedPrivateRanges", failed.Error.Message, StringComparison.Ordinal);
        Assert.Empty(network.Dialled);
    }

    [Fact]
    public async Task Invoke_forbiddenLiteral_isRefusedBeforeConnecting()
    {
        using var bench = new InvokerBench(allowed: []);
        Assert.Equal("refused", (await bench.FailAsync(new HttpTarget { Url = "http://127.0.0.1:1/" })).Error.Type);
        Assert.Empty(bench.Network.Dialled);
    }

    [Fact]
    public async Task Invoke_privateAddresses_areRefusedInTheSameWordsWhateverTheyAre()
    {
        var network = new FakeNetwork();
        using var bench = new InvokerBench(network, allowed: []);
        var messages = new HashSet<string>();
        foreach (var address in new[] { "10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "::ffff:10.0.0.1" })
        {
            network.With("intranet.example", [address]);
            messages.Add((await bench.FailAsync(new HttpTarget { Url = "http://intranet.example/" })).Error.Message);
        }

        // Otherwise the words would tell what the name resolves to inside the network.
        Assert.Single(messages);
    }

    [Fact]
    public async Task Invoke_localhostBehindAClosedPort_saysWhichRangesOpenIt()
    {
        using var bench = new InvokerBench(new FakeNetwork().With("localhost", ["127.0.0.1", "::1"]), allowed: ["127.0.0.0/8:9090"]);
        var failed = await bench.FailAsync(new HttpTarget { Url = "http://localhost:9090/" });
        Assert.Contains("'127.0.0.1/32:9090,[::1/128]:9090'", failed.Error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Network.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1/32:1")]
    [InlineData("10.0.0.0/8")]
    public async Task Invoke_nameWhosePortIsNotAllowed_isRefused(string other)
    {
        await using var server = Answering(_ => Reply(204));
        var network = new FakeNetwork().With("near.example", ["127.0.0.1"]);
        using var bench = new InvokerBench(network, allowed: [other, $"127.0.0.1/32:{server.Port}"]);
        await bench.SucceedAsync(new HttpTarget { Url = server.Url("/", "near.example") });
        Assert.Equal("refused", (await bench.FailAsync(new HttpTarget { Url = "http://near.example:2/" })).Error.Type);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Invoke_firstAddressDead_triesTheNext()
    {
        await using var server = Answering(_ => Reply(204));
        var network = new FakeNetwork().With("two.example", [FakeNetwork.PublicA, FakeNetwork.PublicB]);
        network.Dead.Add(FakeNetwork.PublicA);
        using var bench = new InvokerBench(network);
        await bench.SucceedAsync(new HttpTarget { Url = server.Url("/", "two.example") });
        Assert.Equal([FakeNetwork.PublicA, FakeNetwork.PublicB], network.Dialled);
    }

    [Fact]
    public async Task Connect_firstAddressSilent_triesTheNextAfterItsShare()
    {
        await using var server = Answering(_ => Reply(204));
        var network = new FakeNetwork().With("two.example", [FakeNetwork.PublicA, FakeNetwork.PublicB]);
        network.Black.Add(FakeNetwork.PublicA);
        using var bench = new InvokerBench(network);
        var connector = new GuardedConnector(bench.Guard, network, network, bench.Clock);

        var connecting = connector.ConnectAsync(
            "two.example", server.Port, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        bench.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Single(network.Dialled);
        bench.Clock.Advance(TimeSpan.FromSeconds(0.1));
        (await connecting).Dispose();
        Assert.Equal([FakeNetwork.PublicA, FakeNetwork.PublicB], network.Dialled);
    }

    [Fact]
    public async Task Connect_cancelled_throwsCanceledAndTriesNoOther()
    {
        var network = new FakeNetwork().With("two.example", [FakeNetwork.PublicA, FakeNetwork.PublicB]);
        network.Black.Add(FakeNetwork.PublicA);
        using var bench = new InvokerBench(network);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var connecting = new GuardedConnector(bench.Guard, network, network, bench.Clock).ConnectAsync(
            "two.example", 80, TimeSpan.FromSeconds(10), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Single(network.Dialled);
    }

    [Fact]
    public async Task Invoke_silentAddress_isAConnectionFailureAfterTheTimeout()
    {
        var network = new FakeNetwork().With("black.example", [FakeNetwork.PublicA]);
        network.Black.Add(FakeNetwork.PublicA);
        using var bench = new InvokerBench(network, connectTimeout: TimeSpan.FromMilliseconds(20));
        var failed = await bench.FailAsync(new HttpTarget { Url = "http://black.example/" });
        Assert.Equal("connection", failed.Error.Type);
        Assert.Contains("in time", failed.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_deadAddress_isAConnectionFailureThatNamesTheHostOnly()
    {
        var network = new FakeNetwork().With("dead.example", [FakeNetwork.PublicA]);
        network.Dead.Add(FakeNetwork.PublicA);
        using var bench = new InvokerBench(network);
        var failed = await bench.FailAsync(new HttpTarget { Url = "http://dead.example:8080/path?key=value" });
        Assert.Equal(("connection", true), (failed.Error.Type, failed.Retryable));
        Assert.Equal("dead.example:8080 refuses connections", failed.Error.Message);
    }

    [Fact]
    public async Task Invoke_unknownName_isAConnectionFailure()
    {
        using var bench = new InvokerBench(new FakeNetwork().With("empty.example", []));
        foreach (var name in new[] { "missing.example", "empty.example" })
        {
            var failed = await bench.FailAsync(new HttpTarget { Url = $"http://{name}/" });
            Assert.Equal(("connection", true), (failed.Error.Type, failed.Retryable));
            Assert.Contains(name, failed.Error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Create_handler_goesAndRemembersNothingOnItsOwn()
    {
        var network = new FakeNetwork();
        using var handler = GuardedHandler.Create(
            new GuardedConnector(AddressGuard.PublicOnly, network, network, new FakeTimeProvider()), new TargetOptions());
        Assert.False(handler.UseProxy || handler.UseCookies || handler.AllowAutoRedirect);
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.Equal(TimeSpan.FromMinutes(1), handler.PooledConnectionLifetime);
        Assert.Equal(TimeSpan.FromSeconds(10), handler.ConnectTimeout);
    }

    [Fact]
    public async Task Invoke_https_asksForTheNameAndChecksTheCertificateAgainstIt()
    {
        using var certificate = Certificate("tls.example");
        await using var server = Answering(_ => Reply(204), certificate);
        var network = new FakeNetwork().With("tls.example", [FakeNetwork.PublicA]).With("other.example", [FakeNetwork.PublicA]);
        using var bench = new InvokerBench(network, tune: handler => handler.SslOptions.CertificateChainPolicy = Trusting(certificate));

        await bench.SucceedAsync(new HttpTarget { Url = $"https://tls.example:{server.Port}/" });
        var other = await bench.FailAsync(new HttpTarget { Url = $"https://other.example:{server.Port}/" });

        Assert.Equal("tls.example", Assert.Single(server.Received).ServerName);
        Assert.Equal("connection", other.Error.Type);
        Assert.Contains("no trusted TLS connection to other.example", other.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_untrustedCertificate_isAConnectionFailure()
    {
        using var certificate = Certificate("tls.example");
        await using var server = Answering(_ => Reply(204), certificate);
        using var bench = new InvokerBench(new FakeNetwork().With("tls.example", [FakeNetwork.PublicA]));
        Assert.Equal("connection", (await bench.FailAsync(new HttpTarget { Url = $"https://tls.example:{server.Port}/" })).Error.Type);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("http", "refused")]
    [InlineData("https", null)]
    public async Task Invoke_redirectFromHttps_mayNotLeadToHttp(string scheme, string? failure)
    {
        using var certificate = Certificate("tls.example");
        var location = "";
        await using var server = Answering(request => request.Path == "/" ? Redirect(307, location) : Reply(204), certificate);
        location = $"{scheme}://tls.example:{server.Port}/next";
        var network = new FakeNetwork().With("tls.example", [FakeNetwork.PublicA]);
        using var bench = new InvokerBench(network, tune: handler => handler.SslOptions.CertificateChainPolicy = Trusting(certificate));

        var outcome = await bench.InvokeAsync(new HttpTarget { Url = $"https://tls.example:{server.Port}/" });

        Assert.Equal(failure, (outcome as TargetOutcome.Failed)?.Error.Type);
        Assert.Equal(failure is null ? 2 : 1, server.Received.Count);
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static X509ChainPolicy Trusting(X509Certificate2 certificate) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { certificate },
    };
}
