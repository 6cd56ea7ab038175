using System.ComponentModel;
using JobScheduler.Paging;

namespace JobScheduler.Api.Contracts;

[Description("One page of a list.")]
public sealed record ListContract<T>
{
    [Description("May be empty although more follow.")]
    public required IReadOnlyList<T> Items { get; init; }

    [Description("For the parameter of that name, to get the next page; null: there is no more.")]
    public string? Continuation { get; init; }
}

/// <summary>Makes pages.</summary>
public static class ListContract
{
    public static ListContract<T> Of<TRecord, T>(Page<TRecord> page, Func<TRecord, T> map) =>
        new() { Items = [.. page.Items.Select(map)], Continuation = page.Continuation };
}
