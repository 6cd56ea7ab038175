using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Targets.Handlers;

/// <summary>A handler and its name.</summary>
/// <param name="Name">What targets call it.</param>
/// <param name="InvokeAsync">Does the work of one attempt, with the services of its scope.</param>
public sealed record HandlerRegistration(
    string Name, Func<IServiceProvider, JobContext, CancellationToken, Task<RawJson?>> InvokeAsync)
{
    /// <summary>One instance for all attempts, concurrently.</summary>
    public static HandlerRegistration Of(string name, IJobHandler handler) =>
        new(name, (_, job, cancellation) => handler.HandleAsync(job, cancellation));

    /// <summary>An instance for each attempt, from its scope.</summary>
    /// <typeparam name="THandler">Implements exactly one of the interfaces of handlers.</typeparam>
    /// <param name="name">What targets call it.</param>
    /// <param name="json">How typed inputs and results are read and written; null: camelCase, strictly.</param>
    /// <exception cref="ArgumentException">The type implements none of the interfaces, or several.</exception>
    public static HandlerRegistration Of<THandler>(string name, JsonSerializerOptions? json = null)
        where THandler : class
    {
        var kinds = typeof(THandler).GetInterfaces().Where(IsHandler).ToList();
        if (kinds is not [var kind])
        {
            throw new ArgumentException(
                $"{typeof(THandler).Name} must implement one of IJobHandler, IJobHandler<TInput> and IJobHandler<TInput, TResult>, and "
                + (kinds.Count == 0 ? "implements none" : "implements several"));
        }

        if (!kind.IsGenericType)
        {
            return new(name, (services, job, cancellation) =>
                ((IJobHandler)services.GetRequiredService(typeof(THandler))).HandleAsync(job, cancellation));
        }

        var types = kind.GetGenericArguments();
        var adapter = types.Length == 1
            ? typeof(ActionAdapter<,>).MakeGenericType([typeof(THandler), .. types])
            : typeof(FunctionAdapter<,,>).MakeGenericType([typeof(THandler), .. types]);
        var typed = (ITypedHandler)Activator.CreateInstance(
            adapter, json ?? TypedInput.Strict, TypedInput.IsOptional(typeof(THandler), kind))!;
        return new(name, typed.InvokeAsync);
    }

    private static bool IsHandler(Type type) =>
        type == typeof(IJobHandler)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var shape
            && (shape == typeof(IJobHandler<>) || shape == typeof(IJobHandler<,>)));
}
