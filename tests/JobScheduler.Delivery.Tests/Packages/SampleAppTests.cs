using JobScheduler.Delivery.Tests.Publishing;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Packages;

/// <summary>The application of the page: built from the packages, outside of the repository, and run.</summary>
public sealed class SampleAppTests(PublishedPrograms published)
{
    private const string Page = "src/JobScheduler.Hosting/README.md";
    /// <summary>Packages that the application is built with.</summary>
    private static readonly IEnumerable<string> OfSqlite = PackedPackages.Names.Where(name => name != "JobScheduler.Storage.Azure");

    private const string Key = "k-Oxi88SzXus-Wcwf5iihOBODvGTGka5D1";

    [Fact]
    public void Page_shows_the_files_of_the_sample()
    {
        var shown = new SampleApp("", Repository.Read(Page)).Files;

        Assert.Equal(["JobDefinitions.cs", "Program.cs", "SendInvoices.cs", "Shop.cs"], shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(shown, file => Assert.Equal(Repository.Read($"tests/JobScheduler.SampleApp/{file.Key}"), file.Value));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Application_from_the_page_runs_its_handler_from_the_packages()
    {
        using var folder = new TestFolder();
        var sample = new SampleApp(folder.Path, Repository.Read(Page));
        var packages = await published.PackagesAsync();
        await sample.BuildAsync(packages);
        Assert.All(OfSqlite, name => Assert.Equal(packages.Assembly(name), sample.Assembly(name)));

        string run;
        await using (var app = await RunningApp.StartAsync(sample.Start(Key), Key))
        {
            await app.PostAsync("/invoices");
            await app.PostAsync("/invoices");
            run = (await app.PostAsync("/invoices/send")).Trim('"');
            var ended = await app.Api.EndOfAsync(run);

            Assert.Equal("succeeded", ended.Text("state"));
            Assert.Equal("""{"sent":2}""", ended["result"]!.ToJsonString());
            var lines = (await app.Api.GetAsync($"/api/v1/runs/{run}/logs"))["items"]!.AsArray();
            Assert.Equal(["invoice 1 sent", "invoice 2 sent"], lines.Skip(1).Select(line => line!["message"]!.GetValue<string>()));
            var schedule = await app.Api.GetAsync("/api/v1/jobs/send-invoices/schedules/mornings");
            Assert.NotNull(schedule["nextFireAt"]);
            Assert.Equal(0, await app.StopAsync());
        }

        // Its folder has everything: the run, the job in its only version.
        await using var again = await RunningApp.StartAsync(sample.Start(Key), Key);
        Assert.Equal("succeeded", (await again.Api.GetAsync($"/api/v1/runs/{run}")).Text("state"));
        Assert.Equal("succeeded", (await again.Api.EndOfAsync((await again.PostAsync("/invoices/send")).Trim('"'))).Text("state"));
        Assert.Equal(1, (await again.Api.GetAsync("/api/v1/jobs/send-invoices"))["version"]!.GetValue<int>());
        Assert.Equal(0, await again.StopAsync());
    }
}
