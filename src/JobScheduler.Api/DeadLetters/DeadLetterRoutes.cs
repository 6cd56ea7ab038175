using JobScheduler.Api.Http;
using JobScheduler.Api.Runs;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.DeadLetters;

/// <summary>Routes of dead letters.</summary>
internal static class DeadLetterRoutes
{
    private const string Tag = "Dead letters";
    private const string Many = Root + "/dead-letters";
    private const string One = Many + "/{deadLetterId}";
    private static readonly AccessPolicy Read = AccessPolicy.Needs("deadLetters.read");
    private static readonly AccessPolicy Redrive = AccessPolicy.Needs("deadLetters.redrive");
    private static readonly AccessPolicy Delete = AccessPolicy.Needs("deadLetters.delete");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listDeadLetters", Method = "GET", Pattern = Many, Policy = Read,
            Handler = On<DeadLetterEndpoints>((box, call) => box.ListAsync(call)),
            Query =
            [
                new("job", ParameterKind.Text, "The id of a job."),
                new("cause", ParameterKind.Text, "The id of a cause."),
                From with { Description = "Dead at or after this time." },
                To with { Description = "Dead before this time." },
                .. PageQuery,
            ],
            Description = new()
            {
                Tag = Tag, Summary = "List dead letters", Details = "Newest first.", Answers = [Ok<Page<DeadLetter>>("A page.")],
            },
        },
        new()
        {
            Name = "listDeadLetterCauses", Method = "GET", Pattern = Many + "/causes", Policy = Read,
            Memory = RouteMemory.Scan, Handler = On<DeadLetterEndpoints>((box, call) => box.CausesAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Dead letters by cause", Answers = [Ok<ItemList<CauseCount>>("How often each cause occurs.")],
            },
        },
        new()
        {
            Name = "getDeadLetter", Method = "GET", Pattern = One, Policy = Read,
            Handler = On<DeadLetterEndpoints>((box, call) => box.GetAsync(call)),
            Description = new() { Tag = Tag, Summary = "Read a dead letter", Answers = [Ok<DeadLetter>()], Problems = [404] },
        },
        new()
        {
            Name = "redriveDeadLetter", Method = "POST", Pattern = One + "/redrive", Policy = Redrive,
            Memory = RouteMemory.Scan, Handler = On<DeadLetterEndpoints>((box, call) => box.RedriveAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Run a dead letter again", Details = "As a new run that refers to the old one.", Headers = [Key],
                Body = RunBodies.Redrive, BodyOptional = true, Example = """{ "definition": "original" }""",
                Answers = [Accepted, Replayed], Problems = [404, 409, 413, 415, 422],
            },
        },
        new()
        {
            Name = "redriveDeadLetters", Method = "POST", Pattern = Many + "/redrive", Policy = Redrive,
            Handler = On<DeadLetterEndpoints>((box, call) => box.RedriveManyAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Run many dead letters again",
                Details = "Optionally at a limited rate, and after a canary that must succeed. Needs a condition, or all.",
                Body = DeadLetterBodies.Redrive, Example = """{ "job": "nightly-report", "max": 1000, "rate": "50/s", "canary": 5 }""",
                Answers = [Started, Counted], Problems = [413, 415, 422],
            },
        },
        new()
        {
            Name = "deleteDeadLetter", Method = "DELETE", Pattern = One, Policy = Delete,
            Handler = On<DeadLetterEndpoints>((box, call) => box.DeleteAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Delete a dead letter", PathExamples = [new("deadLetterId", "/items/1/id", "listDeadLetters")],
                Answers = [Done], Problems = [404],
            },
        },
        new()
        {
            Name = "purgeDeadLetters", Method = "POST", Pattern = Many + "/purge", Policy = Delete,
            Handler = On<DeadLetterEndpoints>((box, call) => box.PurgeAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Delete many dead letters", Details = "Needs a condition, or all.",
                Body = DeadLetterBodies.Purge, Example = """{ "job": "nightly-report" }""",
                Answers = [Started, Counted], Problems = [413, 415, 422],
            },
        },
    ];
}
