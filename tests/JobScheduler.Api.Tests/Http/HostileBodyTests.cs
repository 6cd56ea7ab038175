using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobScheduler.Api.Http;
using JobScheduler.Api.Reference;
using JobScheduler.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Tests.Http;

/// <summary>Whatever is sent, a request costs in proportion to its bytes, with its answer.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class HostileBodyTests(TestHost host)
{
    /// <summary>
    /// Bytes that are allocated for each byte of a body at most. Texts are twice as long in memory as in UTF-8 and copied, from body to
    /// contract to record to row; the shortest members and items take an entry in a list or map each. Buffers and documents are pooled.
    /// </summary>
    private const int PerByte = 48;

    /// <summary>What is allocated for a request anyway, a full list of errors included.</summary>
    private const int Anyway = 1024 * 1024;

    /// <summary>Of a bulk: a part of what it takes, so that the test does not last long.</summary>
    private const int BulkSize = BodyLimits.Bulk / 16;

    public static TheoryData<string> Routes =>
        [.. ApiRoutes.All.Where(route => route.Description?.Body is not null).Select(route => route.Name)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Body_of_any_kind_costs_in_proportion_to_its_bytes(string name)
    {
        var route = ApiRoutes.All.Single(route => route.Name == name);
        var size = await LimitOfAsync(route);
        var bodies = HostileBodies.Names.Select(kind => (kind, HostileBodies.Make(kind, size)))
            .Concat(MembersOf(route).SelectMany(member => HostileBodies.LongTexts(member, size)));
        foreach (var (kind, body) in bodies)
        {
            Assert.InRange(body.Length, 1, size);

            // Once before it is measured, for what is made only once.
            await SendAsync(route, body);
            var (status, allocated) = await SendAsync(route, body);

            Assert.True(status < 500, $"{kind}: {status}");
            Assert.True(
                allocated <= Anyway + ((long)PerByte * body.Length),
                $"{kind}: {allocated:n0} bytes for {body.Length:n0}, {allocated / body.Length} for each");
        }

        Assert.Equal(0, host.Services.GetRequiredService<MemoryBudget>().Taken);
    }

    private static List<string> MembersOf(ApiRoute route)
    {
        var body = route.Description!.Body!;
        var schema = JsonNode.Parse(EmbeddedFile.Read("openapi.json"))!["components"]!["schemas"]![body.Name ?? body.Type.Name]!;
        return [.. schema["properties"]!.AsObject().Select(member => member.Key)];
    }

    private async Task<int> LimitOfAsync(ApiRoute route)
    {
        foreach (var limit in (int[])[BodyLimits.Usual, BodyLimits.Run])
        {
            if ((await SendAsync(route, [], limit + 1)).Status == StatusCodes.Status413PayloadTooLarge)
            {
                return limit;
            }
        }

        return BulkSize;
    }

    private async Task<(int Status, long Allocated)> SendAsync(ApiRoute route, byte[] body, long? length = null)
    {
        var context = new DefaultHttpContext { RequestServices = host.Services };
        context.Request.Method = route.Method;
        context.Request.Path = Parameter().Replace(route.Pattern, "nobody");
        foreach (Match parameter in Parameter().Matches(route.Pattern))
        {
            context.Request.RouteValues[parameter.Groups[1].Value] = "nobody";
        }

        context.Request.Headers["X-Api-Key"] = TestHost.Key;
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = length ?? body.Length;
        context.Request.Body = new MemoryStream(body);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var answer = await host.Services.GetRequiredService<ApiDispatcher>().InvokeAsync(route, context);
        await answer.ExecuteAsync(context);
        return (context.Response.StatusCode, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
