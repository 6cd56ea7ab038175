using System.ComponentModel;
using JobScheduler.Runs;

namespace JobScheduler.Api.Contracts;

[Description("One reason why a run does not go on.")]
public sealed record BlockerContract(BlockerKind Kind, string Detail, DateTimeOffset? Until, IReadOnlyList<string> HeldBy);
