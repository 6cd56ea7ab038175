using JobScheduler.Api.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Problems;

/// <summary>What the types of errors lead to: a description of each kind.</summary>
internal static class ProblemRoutes
{
    private const string Tag = "Problems";
    private const string Forms = "A page for people, with Accept: text/html or without Accept; JSON with Accept: application/json.";

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listProblems", Method = "GET", Pattern = "/problems", Policy = AccessPolicy.Anonymous,
            Handler = ProblemEndpoints.ListAsync,
            Description = new()
            {
                Tag = Tag, Summary = "Which errors are there?", Details = Forms,
                Answers = [Ok<ItemList<ProblemDescription>>("All kinds of errors, by status.")],
            },
        },
        new()
        {
            Name = "getProblem", Method = "GET", Pattern = "/problems/{problem}", Policy = AccessPolicy.Anonymous,
            Handler = ProblemEndpoints.GetAsync,
            Description = new()
            {
                Tag = Tag, Summary = "What does an error mean?", Details = Forms,
                Answers = [Ok<ProblemDescription>("What it means, what leads to it, what to do.")], Problems = [404],
            },
        },
    ];
}
