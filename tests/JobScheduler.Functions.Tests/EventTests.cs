using System.Reflection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Functions.Tests;

/// <summary>The ids by which operators filter and alert.</summary>
public sealed class EventTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] Projects =
    [
        "JobScheduler.Core", "JobScheduler.Api", "JobScheduler.Client", "JobScheduler.Storage.Azure", "JobScheduler.Storage.Sqlite",
        "JobScheduler.Functions", "JobScheduler.Hosting", "JobScheduler.Standalone",
    ];

    [Fact]
    public void Id_of_an_event_is_unique_in_the_product()
    {
        var events = Projects
            .SelectMany(project => Assembly.Load(project).GetTypes())
            .SelectMany(type => type.GetMethods(Any | BindingFlags.DeclaredOnly))
            .Select(method => (Method: $"{method.DeclaringType}.{method.Name}", Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Event is not null)
            .ToList();

        Assert.Contains(events, found => found.Event!.EventId == 1001);
        Assert.Contains(events, found => found.Event!.EventId == 4001);
        Assert.Empty(events.GroupBy(found => found.Event!.EventId)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => found.Method))}"));
    }
}
