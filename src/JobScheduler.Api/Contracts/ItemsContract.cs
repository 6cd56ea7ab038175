using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("All items at once.")]
public sealed record ItemsContract<T>(IReadOnlyList<T> Items);
