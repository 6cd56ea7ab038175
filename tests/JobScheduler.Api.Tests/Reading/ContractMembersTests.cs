using System.Text.Json.Nodes;
using JobScheduler.Api.Reference;

namespace JobScheduler.Api.Tests.Reading;

/// <summary>What the readers take and what the OpenAPI document says are two lists of one thing.</summary>
public sealed class ContractMembersTests
{
    private static readonly string[] NoneOfThem = ["nobody-asks-for-this"];

    [Theory]
    [InlineData("Job")]
    [InlineData("Schedule")]
    [InlineData("TriggerSubmission")]
    [InlineData("BackfillSubmission")]
    [InlineData("PreviewRequest")]
    [InlineData("Calendar")]
    [InlineData("RunSubmission")]
    [InlineData("OwnRunSubmission")]
    [InlineData("BulkItem")]
    [InlineData("PauseRequest")]
    [InlineData("RedriveRequest")]
    [InlineData("RunFilterRequest")]
    [InlineData("HeartbeatRequest")]
    [InlineData("CompletionRequest")]
    [InlineData("DeadLetterRedriveRequest")]
    [InlineData("DeadLetterPurgeRequest")]
    public void Reader_ofAContract_takesExactlyItsMembers(string schema)
    {
        var body = new JsonObject { [NoneOfThem[0]] = 1 };
        using var document = RequestBody.Parse(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
        var refused = Assert.Throws<MalformedException>(() => Read(schema, document.RootElement));
        var known = refused.Errors[NoneOfThem[0]][0].Split("known are ")[1].Split(", ");
        Assert.Equal(Members(schema).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Members(string schema) =>
        JsonNode.Parse(EmbeddedFile.Read("openapi.json"))!["components"]!["schemas"]![schema]!["properties"]!.AsObject().Select(member => member.Key);

    private static object Read(string schema, System.Text.Json.JsonElement body) => schema switch
    {
        "Job" => JobReader.Read(body),
        "Schedule" => ScheduleReader.Read(body),
        "TriggerSubmission" => RunBody.ReadOfSchedule(body, null),
        "BackfillSubmission" => ScheduleActionBody.ReadBackfill(body),
        "PreviewRequest" => ScheduleActionBody.ReadPreview(body),
        "Calendar" => CalendarReader.Read(body),
        "RunSubmission" => RunBody.ReadOfJob(body, "job", null),
        "OwnRunSubmission" => RunBody.ReadOwn(body, null),
        "BulkItem" => RunBody.ReadItem(body),
        "PauseRequest" => ActionBody.ReadPause(body),
        "RedriveRequest" => ActionBody.ReadRedrive(body),
        "RunFilterRequest" => ActionBody.ReadRunFilter(body),
        "HeartbeatRequest" => ActionBody.ReadHeartbeat(body),
        "CompletionRequest" => ActionBody.ReadCompletion(body),
        "DeadLetterRedriveRequest" => ActionBody.ReadRedrivePlan(body),
        "DeadLetterPurgeRequest" => ActionBody.ReadPurge(body),
        _ => throw new ArgumentOutOfRangeException(nameof(schema)),
    };
}
