namespace JobScheduler.Client.Json;

/// <summary>
/// Records as they are when nothing is said of them. A member of a request that is as here need not be sent; a member that an answer lacks,
/// as that of a server from before the member, is as here.
/// </summary>
internal static class Blanks
{
    // What must be given is null here, whatever its type says: it is always sent, and always read.
    private static readonly Dictionary<Type, Func<object>> Makers = new()
    {
        [typeof(Job)] = () => new Job { Target = null! },
        [typeof(HttpTarget)] = () => new HttpTarget { Url = null! },
        [typeof(RetryPolicy)] = () => new RetryPolicy(),
        [typeof(Timeouts)] = () => new Timeouts(),
        [typeof(Concurrency)] = () => new Concurrency(),
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
        [typeof(RunRequest)] = () => new RunRequest(),
        [typeof(RunRedrive)] = () => new RunRedrive(),
        [typeof(Completion)] = () => new Completion { Fence = default, Outcome = CompletionOutcome.Unknown },
        [typeof(AttemptError)] = () => new AttemptError(null!),
        [typeof(DeadLetterRedrive)] = () => new DeadLetterRedrive(),

        // Only answers.
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
        [typeof(WhyWaiting)] = () => new WhyWaiting(RunState.Unknown, [], null, null),
        [typeof(Blocker)] = () => new Blocker(BlockerKind.Unknown, "", null, []),
        [typeof(FirePreview)] = () => new FirePreview([], []),
        [typeof(PreviewedFire)] = () => new PreviewedFire(default, null!, []),
        [typeof(UpcomingFire)] = () => new UpcomingFire(null!, null!, default, null!, []),
    };

    // The contracts require of a server to set all members. An answer is one all the same when it has these.
    private static readonly Dictionary<Type, string[]> Essentials = new()
    {
        [typeof(Page<>)] = ["items"],
        [typeof(ItemList<>)] = ["items"],
        [typeof(LogPage)] = ["items", "next"],
        [typeof(JobStatus)] = ["status"],
        [typeof(Run)] = ["id", "state"],
        [typeof(Attempt)] = ["number", "fence"],
        [typeof(DeadLetter)] = ["id", "cause"],
        [typeof(PreviewedFire)] = ["nominalAt", "localTime"],
        [typeof(UpcomingFire)] = ["jobId", "scheduleId", "nominalAt", "localTime"],
    };

    /// <summary>Makes one; null: of this type there is none, as none of its members has a default other than null.</summary>
    public static Func<object>? Of(Type type) => Makers.GetValueOrDefault(type);

    /// <summary>The members that an answer must have; null: those that its contract requires.</summary>
    public static IReadOnlyCollection<string>? Needed(Type type) =>
        Essentials.GetValueOrDefault(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
}
