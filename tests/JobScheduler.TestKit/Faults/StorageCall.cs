using System.Globalization;

namespace JobScheduler.TestKit;

/// <summary>One call through a <see cref="FaultyStorage"/>.</summary>
/// <param name="Number">From 1, over all ports of the wrapper.</param>
/// <param name="Name">One of <see cref="CallNames"/>.</param>
/// <param name="Target">The partition, queue or blob.</param>
public sealed record StorageCall(int Number, string Name, string Target)
{
    private static readonly Fault[] Writing = [Fault.FailBefore, Fault.FailAfter, Fault.Throttled, Fault.CrashBefore, Fault.CrashAfter];
    private static readonly Fault[] Reading = [Fault.FailBefore, Fault.Throttled, Fault.CrashBefore];

    /// <summary>What the plan did to it.</summary>
    public Fault Fault { get; init; }

    /// <summary>Whether it changes what is stored. A receive does: it hides messages.</summary>
    public bool IsWrite => Name is not (CallNames.Get or CallNames.Read or CallNames.Count or CallNames.Oldest or CallNames.GetBlob);

    /// <summary>
    /// The faults that differ from each other at this call, for tests that try them all: a read has no "after", only a send can
    /// be doubled. <see cref="Fault.Full"/> is left out: to the caller it is another <see cref="Fault.FailBefore"/>.
    /// </summary>
    public IReadOnlyList<Fault> PossibleFaults => Name == CallNames.Send ? [.. Writing, Fault.Doubled] : IsWrite ? Writing : Reading;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} {Number:00} {Target}{(Fault == Fault.None ? "" : " " + Fault)}");
}
