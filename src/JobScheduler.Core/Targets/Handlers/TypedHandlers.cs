using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Targets.Handlers;

/// <summary>A typed handler behind JSON.</summary>
internal interface ITypedHandler
{
    Task<RawJson?> InvokeAsync(IServiceProvider services, JobContext job, CancellationToken cancellation);
}

/// <summary>With input and result.</summary>
internal sealed class FunctionAdapter<THandler, TInput, TResult>(JsonSerializerOptions json, bool inputOptional) : ITypedHandler
    where THandler : IJobHandler<TInput, TResult>
{
    public async Task<RawJson?> InvokeAsync(IServiceProvider services, JobContext job, CancellationToken cancellation)
    {
        var input = TypedInput.Read<TInput>(job.Input, json, inputOptional);
        var result = await services.GetRequiredService<THandler>().HandleAsync(input, job, cancellation);
        return result is null ? null : new RawJson(JsonSerializer.Serialize(result, json));
    }
}

/// <summary>With input alone.</summary>
internal sealed class ActionAdapter<THandler, TInput>(JsonSerializerOptions json, bool inputOptional) : ITypedHandler
    where THandler : IJobHandler<TInput>
{
    public async Task<RawJson?> InvokeAsync(IServiceProvider services, JobContext job, CancellationToken cancellation)
    {
        var input = TypedInput.Read<TInput>(job.Input, json, inputOptional);
        await services.GetRequiredService<THandler>().HandleAsync(input, job, cancellation);
        return null;
    }
}

/// <summary>The input of a run as a type.</summary>
internal static class TypedInput
{
    /// <summary>How a run fails whose input does not fit its handler; no further attempt would change that.</summary>
    public const string Failure = "input";

    /// <summary>As on the web, but what a type declares as not null, or as required by its constructor, has to be there.</summary>
    public static JsonSerializerOptions Strict { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether a handler declares that it takes runs without input.</summary>
    /// <param name="handler">The type of the handler.</param>
    /// <param name="kind">Its interface.</param>
    public static bool IsOptional(Type handler, Type kind)
    {
        var input = handler.GetInterfaceMap(kind).TargetMethods[0].GetParameters()[0];
        return new NullabilityInfoContext().Create(input).WriteState != NullabilityState.NotNull;
    }

    /// <exception cref="JobFailedException">It cannot be read as this type; or there is none, and the handler needs one.</exception>
    public static T Read<T>(RawJson? input, JsonSerializerOptions json, bool optional)
    {
        try
        {
            var value = input is null ? default : JsonSerializer.Deserialize<T>(input.Text, json);
            return value is not null && (input is not null || optional) ? value
                : optional ? default!
                : throw new JobFailedException(
                    Failure, $"the run has no input, and its handler needs a {typeof(T).Name}", retryable: false);
        }
        catch (JsonException error)
        {
            throw new JobFailedException(
                Failure, $"the input is not a {typeof(T).Name}: {error.Message}", retryable: false);
        }
    }
}
