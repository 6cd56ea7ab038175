using System.Net;
using System.Net.Sockets;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Starting;

public class HttpsTests
{
    private const string Default = "--Kestrel:Certificates:Default";

    [Theory(Timeout = Patience.Hang)]
    [InlineData("pem")]
    [InlineData("encrypted pem")]
    [InlineData("pfx")]
    public async Task Endpoint_with_a_certificate_in_files_is_served_and_shown_and_nothing_else_is(string kind)
    {
        using var folder = new TestFolder();
        var certificate = TestCertificate.Make();

        await using var server = await StandaloneProcess.StartWithoutKeyAsync(
            ["--ephemeral", "--Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0", .. Arguments(certificate, folder, kind)]);

        Assert.Equal(certificate.Thumbprint, await ThumbprintAsync(server.Address));
        Assert.Equal("https", server.Address.Scheme);
        Assert.Single(server.Output.Split('\n'), line => line.StartsWith("  listens on  ", StringComparison.Ordinal));
        Assert.DoesNotContain("Overriding", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("careful", server.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience.Hang)]
    [InlineData("http://*:0", true)]
    [InlineData("https://*:0", false)]
    public async Task Banner_warns_of_an_open_address_only_without_https(string url, bool warns)
    {
        using var folder = new TestFolder();

        await using var server = await StandaloneProcess.StartWithoutKeyAsync(
            ["--ephemeral", "--Kestrel:Endpoints:Only:Url", url, .. Arguments(TestCertificate.Make(), folder, "pfx")]);
        var ended = await server.StopAsync();

        Assert.Equal(warns, ended.Output.Contains("  careful  ", StringComparison.Ordinal));
        Assert.Contains($"(try it at {new Uri(url.Replace('*', 'x')).Scheme}://localhost:", ended.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Certificate_that_is_replaced_is_used_for_new_connections_without_a_restart()
    {
        using var folder = new TestFolder();
        var (old, renewed) = (TestCertificate.Make(), TestCertificate.Make());
        await using var server = await StandaloneProcess.StartWithoutKeyAsync(
            ["--ephemeral", "--Kestrel:Endpoints:Https:Url", $"https://127.0.0.1:{FreePort()}", .. Arguments(old, folder, "pem")]);
        Assert.Equal(old.Thumbprint, await ThumbprintAsync(server.Address));

        renewed.SavePem(folder.Path);

        string? seen;
        do
        {
            seen = await TryThumbprintAsync(server.Address);
        }
        while (seen != renewed.Thumbprint);

        Assert.Equal(0, (await server.StopAsync()).Code);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_certificates_that_are_wrong_names_the_key_of_each()
    {
        using var folder = new TestFolder();
        using var other = new TestFolder();
        using var old = new TestFolder();
        var pfx = TestCertificate.Make().SavePfx(folder.Path);
        var (pem, _) = TestCertificate.Make().SavePem(folder.Path);
        var (_, key) = TestCertificate.Make().SavePem(other.Path);
        var (expired, itsKey) = TestCertificate.Make(expired: true).SavePem(old.Path);
        string[] endpoint = ["--Kestrel:Endpoints:A:Url", "https://127.0.0.1:0"];
        (string Certificate, string Says, string[] Settings)[] faults =
        [
            ("Missing", "Path: there is no file '/nowhere/server.pem'", ["Path", "/nowhere/server.pem"]),
            ("Keyless", $"KeyPath is not set: '{pem}' is a PEM file", ["Path", pem]),
            ("Foreign", $"KeyPath: '{key}' is not the private key of '{pem}'", ["Path", pem, "KeyPath", key]),
            ("Unopened", $"Password does not open '{pfx}'", ["Path", pfx, "Password", "wrong"]),
            ("Closed", $"Password is not set, and '{pfx}' cannot be opened", ["Path", pfx]),
            ("Expired", $"Path: the certificate in '{expired}' expired at ", ["Path", expired, "KeyPath", itsKey]),
            ("Alone", "Path is not set; KeyPath is only its key", ["KeyPath", key]),
            ("Misspelled", "Paht is not known; did you mean Kestrel:Certificates:Misspelled:Path?", ["Paht", pem]),
        ];

        var ended = await StandaloneProcess.RunAsync(
        [
            "--ephemeral", .. endpoint, "--Kestrel:Endpoints:B:Url", "nonsense", "--Kestrel:Endpoints:C:Protocols", "Http1",
            .. faults.SelectMany(fault => fault.Settings.Select((word, at) =>
                at % 2 == 0 ? $"--Kestrel:Certificates:{fault.Certificate}:{word}" : word)),
        ]);

        Assert.Equal((1, ""), (ended.Code, ended.Output));
        var lines = ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(faults, fault => Assert.Single(
            lines,
            line => line.StartsWith($"error: Kestrel:Certificates:{fault.Certificate}:{fault.Says}", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith("error: Kestrel:Endpoints:B:Url: 'nonsense' is not an ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("error: Kestrel:Endpoints:C:Url is not set", StringComparison.Ordinal));
        Assert.Equal(faults.Length + 2, lines.Length);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_https_and_no_certificate_says_which_key_to_set()
    {
        using var home = new TestFolder();

        var ended = await StandaloneProcess.RunAsync(
            ["--ephemeral", "--Kestrel:Endpoints:A:Url", "https://127.0.0.1:0"],
            new Dictionary<string, string> { ["HOME"] = home.Path });

        Assert.Equal(
            (1, "error: https needs a certificate: set Kestrel:Certificates:Default:Path, with :KeyPath or :Password\n"),
            (ended.Code, ended.Errors));
    }

    private static string[] Arguments(TestCertificate certificate, TestFolder folder, string kind)
    {
        if (kind == "pfx")
        {
            return [$"{Default}:Path", certificate.SavePfx(folder.Path), $"{Default}:Password", TestCertificate.Password];
        }

        var (path, key) = certificate.SavePem(folder.Path, kind == "encrypted pem");
        return
        [
            $"{Default}:Path", path, $"{Default}:KeyPath", key,
            .. kind == "pem" ? Array.Empty<string>() : [$"{Default}:Password", TestCertificate.Password],
        ];
    }

    /// <summary>Sends a request over a new connection and gives the certificate that the server showed.</summary>
    private static async Task<string?> ThumbprintAsync(Uri address)
    {
        string? thumbprint = null;
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (thumbprint = certificate?.Thumbprint) is not null,
        };
        using var http = new HttpClient(handler) { BaseAddress = address };
        using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return thumbprint;
    }

    /// <summary>Null while the server changes its endpoint.</summary>
    private static async Task<string?> TryThumbprintAsync(Uri address)
    {
        try
        {
            return await ThumbprintAsync(address);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
