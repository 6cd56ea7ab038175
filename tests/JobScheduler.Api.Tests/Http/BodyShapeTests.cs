using System.Text.Json;
using System.Text.Json.Nodes;
using JobScheduler.Api.Http;
using JobScheduler.Api.Reference;

namespace JobScheduler.Api.Tests.Http;

/// <summary>The reader and the OpenAPI document are made of the same contracts: here is whether they say the same.</summary>
public sealed class BodyShapeTests
{
    private const string Foreign = "nobody-asks-for-this";

    public static TheoryData<string> Bodies =>
        [.. ApiRoutes.All.Where(route => route.Description?.Body is not null).Select(route => route.Name)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_ofARoute_takesExactlyTheMembersOfItsSchema(string route)
    {
        var description = ApiRoutes.All.Single(candidate => candidate.Name == route).Description!;
        var refused = Assert.Throws<MalformedException>(() => Read(description.Body!, $$"""{ "{{Foreign}}": 1 }"""));
        var known = refused.Errors[Foreign][0].Split("known are ")[1].Split(", ");
        var schema = Schema(description.Body!.Name ?? description.Body.Type.Name);
        Assert.Equal(
            schema["properties"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal),
            known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_ofARoute_asksForWhatItsSchemaRequires(string route)
    {
        var body = ApiRoutes.All.Single(candidate => candidate.Name == route).Description!.Body!;
        var asked = Record.Exception(() => Read(body, "{}")) is MalformedException refused
            ? refused.Errors.Where(error => error.Value.Contains("is required")).Select(error => error.Key)
            : [];
        var required = Schema(body.Name ?? body.Type.Name)["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [];
        Assert.Equal(required.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Empty_hasTheDefaultsOfTheContract()
    {
        Assert.Equal(new PauseRequest(), new BodyShape<PauseRequest>().Empty());
        Assert.Equal(new RetryPolicy(), new BodyShape<RetryPolicy>().Read(JsonElement.Parse("{}")));
        Assert.Equal(
            new RetryPolicy { MaxAttempts = 7 },
            new BodyShape<RetryPolicy>().Read(JsonElement.Parse("""{ "maxAttempts": 7, "backoff": null }""")));
    }

    private static JsonObject Schema(string name) =>
        JsonNode.Parse(EmbeddedFile.Read("openapi.json"))!["components"]!["schemas"]![name]!.AsObject();

    private static void Read(BodyShape body, string json)
    {
        var read = body.GetType().GetMethod("Read")!;
        try
        {
            read.Invoke(body, [JsonElement.Parse(json), null]);
        }
        catch (System.Reflection.TargetInvocationException wrapped)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(wrapped.InnerException!);
        }
    }
}
