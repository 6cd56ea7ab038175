using System.Text.Json.Nodes;
using JobScheduler.Api.Http;
using JobScheduler.Api.Reference;
using JobScheduler.OpenApi;

namespace JobScheduler.Api.Tests.OpenApi;

public sealed class OpenApiTests
{
    [Fact]
    public async Task ShippedDocument_comparedWithTheRoutes_isTheSame()
    {
        var made = await DocumentWriter.WriteAsync(TestContext.Current.CancellationToken);
        var shipped = System.Text.Encoding.UTF8.GetString(EmbeddedFile.Read("openapi.json"));
        Assert.True(
            shipped == made,
            "src/JobScheduler.Api/openapi.json is not what the routes say. "
                + "Write it anew: dotnet run --project tests/JobScheduler.OpenApi -- --write");
    }

    [Fact]
    public void ShippedDocument_everyDescribedRoute_isThere()
    {
        var paths = Shipped()["paths"]!.AsObject();
        foreach (var route in ApiRoutes.All.Where(route => route.Description is not null))
        {
            var operation = paths[route.Pattern]?[route.Method.ToLowerInvariant()];
            Assert.True(operation is not null, $"{route.Method} {route.Pattern} is not described");
            Assert.Equal(route.Name, operation["operationId"]!.GetValue<string>());
            Assert.Equal(route.Policy.IsAnonymous, operation["security"] is JsonArray { Count: 0 });
        }
    }

    [Fact]
    public void ShippedDocument_everyReference_resolves()
    {
        var document = Shipped();
        var references = References(document).Distinct().ToList();
        Assert.NotEmpty(references);
        foreach (var reference in references)
        {
            var target = reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]);
            Assert.True(target is not null, $"{reference} leads nowhere");
        }
    }

    private static JsonNode Shipped() => JsonNode.Parse(EmbeddedFile.Read("openapi.json"))!;

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member.Key == "$ref" && member.Value is JsonValue value ? [value.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
