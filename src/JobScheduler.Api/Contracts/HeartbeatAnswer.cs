using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("The answer to a sign of life.")]
public sealed record HeartbeatAnswer([property: Description("The target should stop.")] bool CancelRequested);
