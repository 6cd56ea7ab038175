using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Fires that a catch-up run stands for.")]
public sealed record MissedContract(int Count, DateTimeOffset First, DateTimeOffset Last);
