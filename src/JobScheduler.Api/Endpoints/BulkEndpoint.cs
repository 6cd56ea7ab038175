using System.Text.Json;
using JobScheduler.Api.Contracts;
using JobScheduler.Api.Problems;
using JobScheduler.Api.Reading;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Many runs in one request. Bad items do not stop the good ones.</summary>
public sealed class BulkEndpoint(RunIntake intake)
{
    public async Task<IResult> PostAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Bulk, call.Cancellation);
        var items = ReadItems(document.RootElement);
        var answers = new BulkOutcomeContract[items.Count];
        var requests = new List<RunRequest>(items.Count);
        var places = new List<int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            try
            {
                requests.Add(RunBody.ReadItem(items[i]));
                places.Add(i);
            }
            catch (MalformedException malformed)
            {
                answers[i] = new BulkOutcomeContract { Problem = ProblemKind.Malformed.With(malformed.Message, malformed.Errors) };
            }
        }

        var outcomes = requests.Count == 0 ? [] : await intake.AcceptManyAsync(call.Tenant, requests, call.Actor, call.Cancellation);
        for (var i = 0; i < outcomes.Count; i++)
        {
            answers[places[i]] = outcomes[i].Accepted is { } accepted
                ? new BulkOutcomeContract { Run = RunContract.Of(accepted.Run) }
                : new BulkOutcomeContract { Problem = ProblemMapper.ProblemOf(outcomes[i].Refusal!) };
        }

        return Answers.Ok(new ItemsContract<BulkOutcomeContract>(answers), ApiJson.Default.ItemsContractBulkOutcomeContract);
    }

    private static IReadOnlyList<JsonElement> ReadItems(JsonElement body)
    {
        var errors = new ErrorList();
        IReadOnlyList<JsonElement>? items = null;
        if (ObjectReader.Open(body, "", errors) is { } reader)
        {
            items = reader.Elements("items", required: true);
            reader.Close();
        }

        MalformedException.ThrowIfAny(errors);
        return items!.Count is >= 1 and <= BodyLimits.BulkItems
            ? items
            : throw RefusalException.Invalid("items", $"has {items.Count} items; 1 to {BodyLimits.BulkItems} are taken");
    }
}
