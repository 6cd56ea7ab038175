using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Sending;

public sealed class ErrorTests : IDisposable
{
    private readonly Bench _bench = new(options => options with { MaxTries = 1 });

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(400, typeof(InvalidRequestException))]
    [InlineData(401, typeof(UnauthorizedException))]
    [InlineData(403, typeof(ForbiddenException))]
    [InlineData(404, typeof(NotFoundException))]
    [InlineData(409, typeof(ConflictException))]
    [InlineData(412, typeof(PreconditionFailedException))]
    [InlineData(413, typeof(InvalidRequestException))]
    [InlineData(415, typeof(InvalidRequestException))]
    [InlineData(422, typeof(InvalidRequestException))]
    [InlineData(429, typeof(ThrottledException))]
    [InlineData(500, typeof(UnexpectedAnswerException))]
    [InlineData(302, typeof(UnexpectedAnswerException))]
    [InlineData(503, typeof(UnavailableException))]
    public async Task Any_refused_throws_what_the_status_means(int status, Type expected)
    {
        _bench.Server.Answer(status, Samples.Problem(status, "a-name"));

        var failure = await Record.ExceptionAsync(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.IsType(expected, failure);
        Assert.Equal(status, (int)((JobSchedulerException)failure).Status!);
    }

    [Fact]
    public async Task Put_invalid_names_all_fields()
    {
        _bench.Server.Answer(
            422, Samples.Problem(422, "validation", """{ "retention": ["too long", "too odd"], "target.url": ["refused"] }"""));

        var failure = await Assert.ThrowsAsync<InvalidRequestException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.Equal(["too long", "too odd"], failure.Errors["retention"]);
        Assert.Equal(["refused"], failure.Errors["target.url"]);
        Assert.Equal("/problems/validation", failure.Problem!.Type);
        Assert.Equal("abc", failure.Problem.TraceId);
        Assert.Equal(
            "GET /api/v1/jobs/hello was answered with 422: a detail (retention: too long, too odd; target.url: refused)", failure.Message);
    }

    [Theory]
    [InlineData("<html>proxy</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Any_error_body_that_is_no_problem_is_left_out(string body)
    {
        _bench.Server.Answer(503, body);

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.Null(failure.Problem);
        Assert.DoesNotContain("proxy", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>a login page</html>")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Get_success_with_another_content_is_unexpected(string body)
    {
        _bench.Server.Answer(200, body);

        await Assert.ThrowsAsync<UnexpectedAnswerException>(() => _bench.Client.Runs.GetAsync("03-abc", null, Cancellation));
    }

    [Fact]
    public async Task Any_failure_never_shows_the_key()
    {
        _bench.Server.Refuse().Answer(401, Samples.Problem(401, "unauthorized"));

        var lost = await Assert.ThrowsAsync<UnavailableException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));
        var refused = await Assert.ThrowsAsync<UnauthorizedException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.Equal("Bearer " + Key, _bench.Server.Requests[0].Header("Authorization"));
        Assert.DoesNotContain(Key, lost.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("line\r\nX-Injected: 1")]
    [InlineData("schlüssel")]
    public void Client_key_that_can_be_none_is_refused_without_repeating_it(string key)
    {
        var failure = Assert.Throws<ArgumentException>(() => new JobSchedulerClient(new Uri("http://127.0.0.1"), key));

        Assert.True(key.Length == 0 || !failure.Message.Contains(key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ftp://example.com")]
    [InlineData("http://user:word@example.com")]
    [InlineData("http://example.com/?a=b")]
    public void Client_address_that_can_be_none_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => new JobSchedulerClient(new Uri(address), "key"));

    [Fact]
    public void Client_options_out_of_range_are_all_named()
    {
        var options = new JobSchedulerClientOptions { MaxTries = 0, TryTimeout = TimeSpan.Zero };

        var failure = Assert.Throws<ArgumentException>(() => new JobSchedulerClient(new Uri("http://127.0.0.1"), "key", options));

        Assert.Contains("MaxTries", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TryTimeout", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Delete_id_that_would_be_another_path_is_refused(string id) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Client.Jobs.DeleteAsync(id, default, Cancellation));

    [Fact]
    public async Task Get_id_with_separators_stays_one_segment()
    {
        _bench.Server.Answer(404);

        await Assert.ThrowsAsync<NotFoundException>(() => _bench.Client.Jobs.GetAsync("../a?b#c", Cancellation));

        Assert.Equal("/base/api/v1/jobs/..%2Fa%3Fb%23c", _bench.Server.Only.Target);
    }
}
