using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Fires that were missed: how many, and the nominal times of the first and the last.")]
public sealed record MissedContract(int Count, DateTimeOffset First, DateTimeOffset Last);
