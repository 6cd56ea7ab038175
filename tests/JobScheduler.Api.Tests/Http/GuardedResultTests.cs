using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobScheduler.Api.Tests.Http;

public sealed class GuardedResultTests
{
    private readonly ProblemMapper _problems = new(NullLogger<ProblemMapper>.Instance);

    [Fact]
    public async Task Answer_without_memory_is_503_that_says_when_to_try_again()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await new GuardedResult(new Failing(new InsufficientMemoryException()), _problems).ExecuteAsync(context);

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("2", context.Response.Headers.RetryAfter.ToString());
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions.ToString());
        Assert.DoesNotContain("X-Half", context.Response.Headers.Keys);
    }

    [Fact]
    public async Task Answer_that_has_begun_is_not_replaced()
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(new Begun());

        await Assert.ThrowsAsync<IOException>(
            () => new GuardedResult(new Failing(new IOException("gone")), _problems).ExecuteAsync(context));
    }

    private sealed class Begun : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private sealed class Failing(Exception failure) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["X-Half"] = "set";
            return Task.FromException(failure);
        }
    }
}
