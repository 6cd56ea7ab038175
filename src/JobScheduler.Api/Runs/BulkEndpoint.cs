using System.Text.Json;
using JobScheduler.Api.Http;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Runs;

/// <summary>Many runs in one request. Invalid items do not affect the valid ones.</summary>
public sealed class BulkEndpoint(RunIntake intake, RunBodies bodies)
{
    public async Task<IResult> PostAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(
            call.Request, BodyLimits.Bulk, call.Cancellation, mostItems: BodyLimits.BulkItems);
        var items = RunBodies.Items.Read(document.RootElement, CheckCount).Items;
        var answers = new BulkOutcome[items.Count];
        var requests = new List<RunRequest>(items.Count);
        var places = new List<int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            try
            {
                requests.Add(bodies.ReadItem(items[i]));
                places.Add(i);
            }
            catch (MalformedException malformed)
            {
                answers[i] = new BulkOutcome { Problem = ProblemKind.Malformed.With(malformed.Message, malformed.Errors) };
            }
        }

        var outcomes = requests.Count == 0 ? [] : await intake.AcceptManyAsync(call.Caller, requests, call.Cancellation);
        for (var i = 0; i < outcomes.Count; i++)
        {
            answers[places[i]] = outcomes[i].Accepted is { } accepted
                ? new BulkOutcome { Run = RunViews.Of(accepted.Run) }
                : new BulkOutcome { Problem = ProblemMapper.ProblemOf(outcomes[i].Refusal!) };
        }

        return Answers.Ok(new ItemList<BulkOutcome>(answers), WireJson.Default.ItemListBulkOutcome);
    }

    private static void CheckCount(ItemList<JsonElement> list, ErrorList errors)
    {
        if (list.Items.Count == 0)
        {
            errors.Add("items", $"has 0 items; 1 to {BodyLimits.BulkItems} are allowed");
        }
    }
}
