using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Days from the first to the last, both included.")]
public sealed record DateRangeContract(DateOnly From, DateOnly To);
