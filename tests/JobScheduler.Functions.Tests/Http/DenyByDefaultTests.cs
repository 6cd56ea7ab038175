using JobScheduler.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Functions.Tests.Http;

public sealed class DenyByDefaultTests
{
    [Fact]
    public async Task Function_that_is_not_of_the_api_is_never_called()
    {
        var (context, http) = Context("Forgotten", true);

        await InvokeAsync(context, () => throw new InvalidOperationException("called"));

        Assert.Equal(404, http.Response.StatusCode);
        Assert.Equal("application/problem+json", http.Response.ContentType);
    }

    [Fact]
    public async Task Function_of_the_api_is_called()
    {
        var (context, http) = Context("Runs", true);

        await InvokeAsync(context, () => http.Response.StatusCode = 202);

        Assert.Equal(202, http.Response.StatusCode);
    }

    [Fact]
    public async Task What_a_function_throws_becomes_a_problem_that_says_nothing_about_it()
    {
        var (context, http) = Context("Runs", true);

        await InvokeAsync(context, () => throw new InvalidOperationException("a secret"));

        Assert.Equal(500, http.Response.StatusCode);
        http.Response.Body.Position = 0;
        using var reader = new StreamReader(http.Response.Body);
        Assert.DoesNotContain("secret", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_request_passes_with_its_failures()
    {
        var (context, _) = Context("ExecuteHigh", false);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => InvokeAsync(context, () => throw new InvalidOperationException("called")));
    }

    private static async Task InvokeAsync(FakeFunctionContext context, Action function)
    {
        using var head = new Head();
        await ActivatorUtilities.CreateInstance<DenyByDefault>(head.Services).Invoke(context, _ =>
        {
            function();
            return Task.CompletedTask;
        });
    }

    private static (FakeFunctionContext Context, DefaultHttpContext Http) Context(string function, bool request)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var context = new FakeFunctionContext(function);
        if (request)
        {
            context.Items["HttpRequestContext"] = http;
        }

        return (context, http);
    }
}
