using System.ComponentModel;
using JobScheduler.Runs;

namespace JobScheduler.Api.Contracts;

[Description("The outcome that a lost attempt reported too late.")]
public sealed record LateOutcomeContract(DateTimeOffset At, AttemptOutcome Outcome, ErrorContract? Error);
