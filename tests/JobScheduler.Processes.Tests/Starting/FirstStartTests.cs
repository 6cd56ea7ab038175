using System.Net;
using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Starting;

public partial class FirstStartTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Start_without_a_key_makes_one_prints_it_once_and_goes_on_to_take_it()
    {
        using var folder = new TestFolder();
        string key;
        await using (var first = await StandaloneProcess.StartWithoutKeyAsync(folder))
        {
            key = KeyPattern().Match(first.Output).Value;
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, key));
            await first.StopAsync();
        }

        Assert.All(
            Directory.EnumerateFiles(folder.Path, "administrator-key"),
            file => Assert.DoesNotContain(key, File.ReadAllText(file), StringComparison.Ordinal));
        await using (var second = await StandaloneProcess.StartWithoutKeyAsync(folder))
        {
            Assert.DoesNotMatch(KeyPattern(), second.Output);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(second, key));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second, key[..^1] + (key[^1] == '0' ? '1' : '0')));
            await second.StopAsync();
        }

        File.Delete(Path.Combine(folder.Path, "administrator-key"));
        await using var third = await StandaloneProcess.StartWithoutKeyAsync(folder);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(third, key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(third, KeyPattern().Match(third.Output).Value));
    }

    [Theory(Timeout = Patience.Hang)]
    [InlineData("--help", "--Execution:GracePeriod")]
    [InlineData("--help", "backup DIR")]
    [InlineData("--version", ".")]
    public async Task Question_is_answered_and_starts_nothing(string question, string says)
    {
        var ended = await StandaloneProcess.RunAsync([question]);

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.Contains(says, ended.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Answers_do_not_name_the_server_and_liveness_needs_no_key()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);
        using var nobody = new HttpClient { BaseAddress = server.Address };

        using var answer = await nobody.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static async Task<HttpStatusCode> StatusAsync(StandaloneProcess server, string key)
    {
        using var api = new ApiTalk(server.Address, key);
        using var answer = await api.SendAsync(HttpMethod.Get, "/api/v1/auth/me");
        return answer.StatusCode;
    }

    [GeneratedRegex("jsk_[0-9a-f]{64}")]
    private static partial Regex KeyPattern();
}
