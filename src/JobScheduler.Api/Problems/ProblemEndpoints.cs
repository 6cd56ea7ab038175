using JobScheduler.Api.Http;
using JobScheduler.Api.Reference;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace JobScheduler.Api.Problems;

/// <summary>The descriptions of errors, as a page or as JSON.</summary>
public static class ProblemEndpoints
{
    public static Task<IResult> ListAsync(ApiCall call) => Task.FromResult(Answer(
        call,
        "problems",
        path => ProblemPage.OfAll(path),
        () => Answers.Ok(
            new ItemList<ProblemDescription>([.. ProblemKind.All.Select(ProblemText.Describe)]),
            WireJson.Default.ItemListProblemDescription)));

    public static Task<IResult> GetAsync(ApiCall call)
    {
        var name = call.Value("problem");
        var kind = ProblemKind.All.FirstOrDefault(kind => kind.Name == name)
            ?? throw RefusalException.NotFound("problem", MemberName.Shown(name));
        return Task.FromResult(Answer(
            call,
            $"problems/{kind.Name}",
            path => ProblemPage.Of(kind, path),
            () => Answers.Ok(ProblemText.Describe(kind), WireJson.Default.ProblemDescription)));
    }

    private static IResult Answer(ApiCall call, string name, Func<string, string> page, Func<IResult> json)
    {
        call.Context.Response.Headers.Vary = HeaderNames.Accept;
        return WantsJson(call.Request.Headers.Accept) ? json() : EmbeddedFile.OfPage(name, call.Context, page);
    }

    /// <summary>Programs ask for it; browsers name HTML first, and curl takes anything.</summary>
    private static bool WantsJson(StringValues accept) =>
        MediaTypeHeaderValue.TryParseList(accept, out var types)
        && types.MaxBy(type => type.Quality ?? 1) is { } best
        && (best.SubType == "json" || best.Suffix == "json");
}
