using System.Text.RegularExpressions;
using JobScheduler.Client.Tests.Wire;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Client.Tests.Readme;

/// <summary>The C# of the pages: it is the code of <see cref="ReadmeExamples"/>, which does what the pages say.</summary>
public sealed partial class ReadmeTests(WireHost host) : IClassFixture<WireHost>
{
    private static readonly DateTimeOffset Monday = new(2025, 1, 6, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pages_show_the_examples()
    {
        var examples = Repository.Read("tests", "JobScheduler.Client.Tests", "Readme", "ReadmeExamples.cs");
        string[] pages = ["README.md", "src/JobScheduler.Client/README.md"];

        var shown = pages.SelectMany(page => CSharp().Matches(Repository.Read(page).ReplaceLineEndings("\n")));

        Assert.Equal(
            Marked().Matches(examples.ReplaceLineEndings("\n")).Select(example => Plain(example.Groups["code"].Value)).Order(),
            shown.Select(block => Plain(block.Groups["code"].Value
                .Replace("new Uri(\"http://127.0.0.1:8080\")", "server", StringComparison.Ordinal)
                .Replace("Console.WriteLine(", "lines.Add(", StringComparison.Ordinal))).Order());
    }

    [Fact]
    public async Task First_screen_schedules_a_report()
    {
        var schedule = await ReadmeExamples.FirstScreenAsync(host.Address, WireHost.Key);

        Assert.NotNull(schedule.NextFireAt);
    }

    [Fact]
    public async Task Making_a_client_reaches_the_server()
    {
        var me = await ReadmeExamples.MakeAsync(host.Address, WireHost.Key);
        using var patient = ReadmeExamples.MakePatient(host.Address, WireHost.Key);

        Assert.Equal((Role.Administrator, me), (me.Role, await patient.Access.GetMeAsync(Cancellation)));
    }

    [Fact]
    public async Task Jobs_and_runs_do_what_the_page_says()
    {
        Assert.Equal(["send-invoice has version 1"], await ReadmeExamples.DefineAsync(host.Client));

        Assert.Equal(new Invoice(17, 99.50m), await ReadmeExamples.SubmitAsync(host.Client));
        Assert.Equal(new Invoice(20, 5m), await ReadmeExamples.SubmitTrimmedAsync(host.Client));
        var (first, again) = await ReadmeExamples.SubmitTwiceAsync(host.Client);
        Assert.Equal((first.Id, false, true), (again.Id, first.Replayed, again.Replayed));
        var many = await ReadmeExamples.SubmitManyAsync(host.Client, [new Invoice(21, 1m), new Invoice(21, 2m)]);
        Assert.Contains("another request", many[1], StringComparison.Ordinal);
        Assert.Equal("By e-mail", (await ReadmeExamples.ChangeAsync(host.Client)).Description);
        Assert.Equal(OperationState.Succeeded, (await ReadmeExamples.ScheduleAsync(host.Client, Monday)).State);
    }

    [Fact]
    public async Task Run_for_later_waits_until_it_is_canceled()
    {
        var (why, canceled) = await ReadmeExamples.SubmitForLaterAsync(host.Client);

        Assert.Equal((BlockerKind.NotDue, RunState.Canceled), (why.Blockers[0].Kind, canceled.State));
    }

    [Fact]
    public async Task Log_is_followed_to_its_end() =>
        Assert.EndsWith("Information waited 100ms", (await ReadmeExamples.FollowAsync(host.Client))[^1], StringComparison.Ordinal);

    [Fact]
    public async Task Redrive_fails_with_its_canary()
    {
        var run = await host.Client.Runs.SubmitAsync(
            new RunRequest { Target = new HandlerTarget { Name = "fail" }, Retry = new RetryPolicy { MaxAttempts = 1 } }, Cancellation);
        await host.Client.Runs.WaitForEndAsync(run.Id, null, Cancellation);

        Assert.Equal(OperationState.Failed, (await ReadmeExamples.RedriveAsync(host.Client)).State);
    }

    [Fact]
    public async Task Invalid_job_is_named_by_field() =>
        Assert.Equal(["target.name there is no handler 'ecko'; known are delay, echo, fail"], await ReadmeExamples.FailAsync(host.Client));

    [Fact]
    public async Task Container_gives_clients()
    {
        Action<IServiceCollection, Uri, string>[] ways = [ReadmeExamples.AddOne, ReadmeExamples.AddOverFactory];
        foreach (var add in ways)
        {
            var services = new ServiceCollection();
            add(services, host.Address, WireHost.Key);
            await using var provider = services.BuildServiceProvider();

            var me = await provider.GetRequiredService<JobSchedulerClient>().Access.GetMeAsync(Cancellation);

            Assert.Equal(Role.Administrator, me.Role);
        }
    }

    [Fact]
    public async Task Callback_target_reports_with_its_token()
    {
        var run = await host.Client.Runs.SubmitAsync(
            new RunRequest { Target = new HttpTarget { Url = host.TargetUrl, Completion = HttpCompletion.Callback } }, Cancellation);
        var call = await host.Calls.Reader.ReadAsync(Cancellation);

        Assert.False(await ReadmeExamples.ReportAsync(host.Address, call.Token, call.Run, call.Fence));

        Assert.Equal("""{"rows":42}""", (await host.Client.Runs.WaitForEndAsync(run.Id, null, Cancellation)).Result?.Text);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Plain(string code) => Whitespace().Replace(code, "");

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex("^ *// page\n(?<code>.*?)^ *// end", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
