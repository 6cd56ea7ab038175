using System.ComponentModel;
using JobScheduler.DeadLetters;

namespace JobScheduler.Api.Contracts;

[Description("How often a cause occurs.")]
public sealed record CauseCountContract(string Id, string Title, int Count, DateTimeOffset First, DateTimeOffset Last)
{
    public static CauseCountContract Of(CauseCount count) => new(count.Cause.Id, count.Cause.Title, count.Count, count.First, count.Last);
}
