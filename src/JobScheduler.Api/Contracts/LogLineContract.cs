using System.ComponentModel;
using JobScheduler.Execution;
using JobScheduler.Runs;

namespace JobScheduler.Api.Contracts;

[Description("A line of a run's log.")]
public sealed record LogLineContract(DateTimeOffset At, int Attempt, LogSeverity Level, string Message)
{
    public static LogLineContract Of(LogLine line) => new(line.At, line.Attempt, line.Level, line.Message);
}
