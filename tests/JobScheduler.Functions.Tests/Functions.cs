using System.Reflection;
using JobScheduler.Functions.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Tests;

/// <summary>The functions of the head, as the worker finds them.</summary>
internal static class Functions
{
    public static IReadOnlyList<MethodInfo> All { get; } =
        [.. typeof(FunctionApi).Assembly.GetTypes()
            .SelectMany(
                type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)];

    public static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    /// <summary>The functions with a trigger of a kind, and the trigger.</summary>
    public static IReadOnlyList<(MethodInfo Method, T Trigger)> With<T>()
        where T : Attribute =>
        [.. All.SelectMany(method => method.GetParameters().Select(parameter => (method, trigger: parameter.GetCustomAttribute<T>()))
            .Where(pair => pair.trigger is not null)
            .Select(pair => (pair.method, pair.trigger!)))];
}
