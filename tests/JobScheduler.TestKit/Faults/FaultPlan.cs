namespace JobScheduler.TestKit;

/// <summary>Says for each storage call what happens to it.</summary>
public sealed class FaultPlan
{
    /// <summary>Nothing ever fails.</summary>
    public static readonly FaultPlan None = new(_ => Fault.None);

    private readonly Func<StorageCall, Fault> _choose;

    private FaultPlan(Func<StorageCall, Fault> choose) => _choose = choose;

    /// <summary>How long storage asks to be left alone when it throttles; 1 s by default.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>One fault, at the call of this number; the first call is 1.</summary>
    public static FaultPlan At(int call, Fault fault) => new(made => made.Number == call ? fault : Fault.None);

    /// <summary>Several faults by the numbers of their calls.</summary>
    public static FaultPlan At(IReadOnlyDictionary<int, Fault> faults) => new(made => faults.GetValueOrDefault(made.Number));

    /// <summary>
    /// Any rule over name, target and number. It is asked once for each call, in their order, so one that draws from a seeded
    /// source replays.
    /// </summary>
    public static FaultPlan When(Func<StorageCall, Fault> choose) => new(choose);

    internal Fault For(StorageCall call) => _choose(call);
}
