using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Targets.Handlers;

/// <summary>A typed handler behind JSON.</summary>
internal interface ITypedHandler
{
    Task<RawJson?> InvokeAsync(IServiceProvider services, JobContext job, CancellationToken cancellation);
}

/// <summary>With input and result.</summary>
internal sealed class FunctionAdapter<THandler, TInput, TResult>(JsonSerializerOptions json) : ITypedHandler
    where THandler : IJobHandler<TInput, TResult>
{
    public async Task<RawJson?> InvokeAsync(IServiceProvider services, JobContext job, CancellationToken cancellation)
    {
        var input = TypedInput.Read<TInput>(job.Input, json);
        var result = await services.GetRequiredService<THandler>().HandleAsync(input, job, cancellation);
        return result is null ? null : new RawJson(JsonSerializer.Serialize(result, json));
    }
}

/// <summary>With input alone.</summary>
internal sealed class ActionAdapter<THandler, TInput>(JsonSerializerOptions json) : ITypedHandler
    where THandler : IJobHandler<TInput>
{
    public async Task<RawJson?> InvokeAsync(IServiceProvider services, JobContext job, CancellationToken cancellation)
    {
        var input = TypedInput.Read<TInput>(job.Input, json);
        await services.GetRequiredService<THandler>().HandleAsync(input, job, cancellation);
        return null;
    }
}

/// <summary>The input of a run as a type.</summary>
internal static class TypedInput
{
    /// <summary>How a run fails whose input does not fit its handler; no further attempt would change that.</summary>
    public const string Failure = "input";

    /// <exception cref="JobFailedException">It cannot be read as this type.</exception>
    public static T Read<T>(RawJson? input, JsonSerializerOptions json)
    {
        try
        {
            return input is null ? default! : JsonSerializer.Deserialize<T>(input.Text, json)!;
        }
        catch (JsonException error)
        {
            throw new JobFailedException(
                Failure, $"the input is not a {typeof(T).Name}: {error.Message}", retryable: false);
        }
    }
}
