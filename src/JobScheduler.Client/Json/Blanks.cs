namespace JobScheduler.Client.Json;

/// <summary>
/// Records with every member at its default. A request need not send a member that equals its default; a member that a response lacks,
/// such as one from an older server, has it.
/// </summary>
internal static class Blanks
{
    // Required members are null here, whatever their type says: they are always sent, and always read.
    private static readonly Dictionary<Type, Func<object>> Makers = new()
    {
        [typeof(Job)] = () => new Job { Target = null! },
        [typeof(HttpTarget)] = () => new HttpTarget { Url = null! },
        [typeof(RetryPolicy)] = () => new RetryPolicy(),
        [typeof(Timeouts)] = () => new Timeouts(),
        [typeof(Concurrency)] = () => new Concurrency(),
        [typeof(JobRate)] = () => new JobRate { Limit = default },
        [typeof(Fairness)] = () => new Fairness { Key = null! },
        [typeof(PauseRequest)] = () => new PauseRequest(),
        [typeof(Schedule)] = () => new Schedule { Spec = null! },
        [typeof(OnceSpec)] = () => new OnceSpec(),
        [typeof(IntervalSpec)] = () => new IntervalSpec { Every = default },
        [typeof(CronSpec)] = () => new CronSpec { Cron = null! },
        [typeof(DstPolicy)] = () => new DstPolicy(),
        [typeof(CalendarUse)] = () => new CalendarUse(null!),
        [typeof(SchedulePolicy)] = () => new SchedulePolicy(),
        [typeof(TriggerRequest)] = () => new TriggerRequest(),
        [typeof(BackfillRequest)] = () => new BackfillRequest { From = default, To = default },
        [typeof(PreviewRequest)] = () => new PreviewRequest { Spec = null! },
        [typeof(Calendar)] = () => new Calendar(),
        [typeof(Group)] = () => new Group { Max = default },
        [typeof(GroupHolder)] = () => new GroupHolder(null!, default),
        [typeof(TargetHost)] = () => new TargetHost(),
        [typeof(HostCircuit)] = () => new HostCircuit(),
        [typeof(RunRequest)] = () => new RunRequest(),
        [typeof(RunRedrive)] = () => new RunRedrive(),
        [typeof(RunCancellation)] = () => new RunCancellation(),
        [typeof(LogReport)] = () => new LogReport { Fence = default, Lines = null! },
        [typeof(ReportedLine)] = () => new ReportedLine { Message = null! },
        [typeof(LogAnswer)] = () => new LogAnswer(0, 0),
        [typeof(Completion)] = () => new Completion { Fence = default, Outcome = CompletionOutcome.Unknown },
        [typeof(AttemptError)] = () => new AttemptError(null!),
        [typeof(DeadLetterRedrive)] = () => new DeadLetterRedrive(),
        [typeof(DeadLetterPurge)] = () => new DeadLetterPurge(),

        // Only in responses.
        [typeof(JobStatus)] = () => new JobStatus { Status = JobStatusKind.Unknown, Unfinished = new Dictionary<RunState, int>() },
        [typeof(Run)] = () => new Run
        {
            Id = null!,
            State = RunState.Unknown,
            Priority = Priority.Unknown,
            Labels = new Dictionary<string, string>(),
            NominalAt = default,
            CreatedAt = default,
            DueAt = default,
            Attempt = 0,
            MaxAttempts = 0,
            Lost = 0,
            CreatedBy = "",
        },
        [typeof(RunCounts)] = () => new RunCounts { Counts = new Dictionary<RunState, int>(), Total = 0, Exact = false },
        [typeof(ReportedRun)] = () => new ReportedRun { Id = null!, State = RunState.Unknown, Attempt = 0 },
        [typeof(WhyWaiting)] = () => new WhyWaiting(RunState.Unknown, [], null, null),
        [typeof(Blocker)] = () => new Blocker(BlockerKind.Unknown, "", null, []),
        [typeof(HostState)] = () => new HostState(CircuitState.Unknown),
        [typeof(FirePreview)] = () => new FirePreview([], []),
        [typeof(PreviewedFire)] = () => new PreviewedFire(default, null!, []),
        [typeof(UpcomingFire)] = () => new UpcomingFire(null!, null!, default, null!, []),
        [typeof(Operation)] = () => new Operation
        {
            Id = null!,
            Kind = null!,
            State = OperationState.Unknown,
            Done = 0,
            Total = null,
            Refused = 0,
            Refusals = [],
            Error = null,
            CreatedBy = "",
            CreatedAt = default,
        },
    };

    // The contracts require a server to set all members. A response is accepted if it has at least these.
    private static readonly Dictionary<Type, string[]> Essentials = new()
    {
        [typeof(Page<>)] = ["items"],
        [typeof(ItemList<>)] = ["items"],
        [typeof(LogPage)] = ["items", "next"],
        [typeof(JobStatus)] = ["status"],
        [typeof(Run)] = ["id", "state"],
        [typeof(RunCounts)] = ["total"],
        [typeof(ReportedRun)] = ["id", "state"],
        [typeof(Attempt)] = ["number", "fence"],
        [typeof(DeadLetter)] = ["id", "cause"],
        [typeof(PreviewedFire)] = ["nominalAt", "localTime"],
        [typeof(Operation)] = ["id", "kind", "state"],
        [typeof(UpcomingFire)] = ["jobId", "scheduleId", "nominalAt", "localTime"],
    };

    /// <summary>Creates one; null: the type has none, as no member has a default other than null.</summary>
    public static Func<object>? Of(Type type) => Makers.GetValueOrDefault(type);

    /// <summary>The members that a response must have; null: those that its contract requires.</summary>
    public static IReadOnlyCollection<string>? Needed(Type type) =>
        Essentials.GetValueOrDefault(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
}
