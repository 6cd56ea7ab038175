using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client.Sending;

/// <summary>Calls with the responses that most routes give.</summary>
internal static class Answers
{
    /// <summary>The JSON of the response as a record.</summary>
    public static async Task<T> AskAsync<T>(this Sender sender, ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, type, cancellation);
    }

    /// <summary>Expects success and no content.</summary>
    public static async Task DoAsync(this Sender sender, ApiCall call, CancellationToken cancellation)
    {
        using var answer = await sender.SendAsync(call, cancellation);
    }

    /// <summary>All items of a list, page by page.</summary>
    public static async IAsyncEnumerable<T> ListAsync<T>(
        Func<string?, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? continuation = null;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await read(continuation);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <exception cref="UnexpectedAnswerException">It is not JSON of that type.</exception>
    public static async Task<T> ReadAsync<T>(
        this HttpResponseMessage answer, ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        try
        {
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new UnexpectedAnswerException(
                $"{call} was answered with something other than the expected {typeof(T).Name}: {error.Message}", error)
            {
                Status = answer.StatusCode,
                MayHaveTakenEffect = !call.Reads,
            };
        }
    }
}
