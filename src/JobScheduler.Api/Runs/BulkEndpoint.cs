using System.Text.Json;
using JobScheduler.Api.Http;
using JobScheduler.Runs;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Runs;

/// <summary>
/// Many runs in one request. Invalid items do not affect the valid ones. They are accepted in slices: what is made of an item takes many
/// times its bytes, and is gone when the next slice begins.
/// </summary>
public sealed class BulkEndpoint(RunIntake intake, RunBodies bodies, ProblemMapper problems)
{
    /// <summary>Bytes of the items that are accepted together, and an item more: 1,000 of the usual size are one slice.</summary>
    private const int SliceBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = BodyLimits.Depth };

    public async Task<IResult> PostAsync(ApiCall call)
    {
        using var bytes = await RequestBody.ReadBytesAsync(
            call.Request, BodyLimits.Bulk, BodyLimits.BulkItems, RouteMemory.MadeOfBulk, call.Cancellation);
        var envelope = BulkEnvelope.Open(bytes.Memory.Span);
        using (var around = JsonDocument.Parse(envelope.Around, Options))
        {
            RunBodies.Items.Read(around.RootElement, CheckCount);
        }

        var items = envelope.Items;
        Take(items.Max(item => item.Memory) - bytes.Memory.Length, call.Memory);
        var answers = new BulkOutcome[items.Count];
        for (var next = 0; next < items.Count;)
        {
            var first = next;
            for (var size = 0; next < items.Count && size < SliceBytes; next++)
            {
                size += items[next].Length;
            }

            try
            {
                await AcceptAsync(call, bytes, envelope, first..next, answers);
            }
            catch (StorageException failure) when (first > 0)
            {
                // Runs have been accepted, and their submitter must be told which.
                answers.AsSpan(first).Fill(new BulkOutcome { Problem = problems.Map(failure).Problem });
                break;
            }
        }

        return Answers.Ok(new ItemList<BulkOutcome>(answers), WireJson.Default.ItemListBulkOutcome);
    }

    /// <summary>For the document of one item at a time, beyond what the body has taken for what is made of it.</summary>
    private static void Take(long bytes, MemoryLease memory)
    {
        if (bytes > memory.MostMore)
        {
            throw ProblemException.TooLargeForMemory(memory.MostMore / BulkItem.MostMemoryPerByte);
        }

        memory.Take(Math.Max(0, bytes));
    }

    private async Task AcceptAsync(ApiCall call, BodyBytes bytes, BulkEnvelope envelope, Range slice, BulkOutcome[] answers)
    {
        var (first, count) = slice.GetOffsetAndLength(answers.Length);
        var requests = new List<RunRequest>(count);
        var places = new List<int>(count);
        for (var i = first; i < first + count; i++)
        {
            try
            {
                requests.Add(ReadItem(bytes, envelope.Items[i]));
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
    }

    private RunRequest ReadItem(BodyBytes bytes, BulkItem item)
    {
        using var document = JsonDocument.Parse(bytes.Memory.Slice(item.Start, item.Length), Options);
        return bodies.ReadItem(document.RootElement);
    }

    private static void CheckCount(ItemList<JsonElement> list, ErrorList errors)
    {
        if (list.Items.Count == 0)
        {
            errors.Add("items", $"has 0 items; 1 to {BodyLimits.BulkItems} are allowed");
        }
    }
}
