using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// One try of a run for a place at a gate in another shard. A ticket is never used again: the next try of the run has another batch. So
/// whatever is left of a try that is over can be told from the one that counts. Source: GATES R1.
/// </summary>
/// <param name="Gate">The prefix of the gate's keys.</param>
/// <param name="Batch">The message that the run is in; up to 32 runs that wait for one gate share it.</param>
/// <param name="Run">The run.</param>
/// <param name="Priority">Which of those who wait come first.</param>
/// <param name="Queue">Where the message is sent when the place is granted.</param>
public sealed record Ticket(string Gate, string Batch, string Run, Priority Priority, string Queue)
{
    private const string GateColumn = "gate";
    private const string BatchColumn = "batch";
    private const string RunColumn = "run";
    private const string PriorityColumn = "priority";
    private const string QueueColumn = "queue";

    /// <summary>The key of its place among those who wait, in the gate's shard.</summary>
    public string Waiter => Keys.Waiter(Gate, Priority, Batch, Run);

    /// <summary>The key of the place that it was granted, in the gate's shard.</summary>
    public string Permit => Keys.Permit(Gate, Batch, Run);

    public Columns Write() => new()
    {
        { GateColumn, Gate },
        { BatchColumn, Batch },
        { RunColumn, Run },
        { PriorityColumn, (int)Priority },
        { QueueColumn, Queue },
    };

    /// <summary>Null if the row holds none.</summary>
    public static Ticket? TryRead(Row row) =>
        row.Columns.Text(GateColumn) is { } gate
        && row.Columns.Text(BatchColumn) is { } batch
        && row.Columns.Text(RunColumn) is { } run
        && row.Columns.Text(QueueColumn) is { } queue
            ? new Ticket(gate, batch, run, (Priority)(row.Columns.Number(PriorityColumn) ?? (int)Priority.Normal), queue)
            : null;
}

/// <summary>Says that a ticket begins to wait, or is dead.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="ReleaseAlarm">The key of the alarm that owes its release; null: it waits.</param>
public readonly record struct TicketHint(Ticket Ticket, string? ReleaseAlarm)
{
    public bool IsDead => ReleaseAlarm is not null;
}

/// <summary>
/// Is told of tickets after the commit that made or killed them. For speed only: the alarms of their batches and releases do the same, if
/// whoever is told dies.
/// </summary>
public interface ITicketListener
{
    /// <summary>Returns at once; must not fail.</summary>
    void Hint(int shard, TicketHint hint);
}
