using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Whether the process lives, and whether it can work.")]
public sealed record HealthContract(string Status);
